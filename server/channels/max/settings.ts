import type { Capabilities } from '#protocol/channel'
import type { Pace } from '../channel'

const MB = 1024 * 1024

/** Limits of the bot API (channels.md section 7.3). */
export const textLimit = 4000
export const attachmentsLimit = 10
export const buttonTextLimit = 128
export const buttonPayloadLimit = 1024
export const buttonRows = 30
export const buttonsInRow = 7
/** Of buttons that lead somewhere. */
export const linkButtonsInRow = 3
export const pictureBytes = 50 * MB
export const pictureSide = 7680
export const videoBytes = 250 * MB
export const audioBytes = 256 * MB
/** The messenger takes 4 GB; our own store is far below that. */
const fileBytes = 4096 * MB

export const maxCapabilities: Capabilities = {
  textLimit,
  captionLimit: textLimit,
  pictures: true,
  files: true,
  voice: true,
  fileBytes,
  pictureBytes,
  buttons: { kinds: ['press', 'say', 'link', 'sharePhone'], most: 10, label: 64 },
  typingToContact: true,
  typingFromContact: false,
  markAsRead: false,
  deliveredReceipt: false,
  readReceipt: false,
  idempotentSend: false,
  editOwn: true,
  deleteOwn: true,
  polling: true,
  webhook: true,
  groups: false,
  comments: true,
  templates: false,
  replyWindowMs: null,
  writesFirst: 'never',
}

/** 30 requests a second in all; a file takes three of them. */
export const maxPace: { readonly channel: Pace; readonly chat: Pace } = {
  channel: { perSecond: 20, burst: 20 },
  chat: { perSecond: 2, burst: 4 },
}

export const officialAddress = 'https://platform-api2.max.ru'

/** What we ask for: dialogues, and comments where the bot is administrator of a channel. */
export const updateTypes = [
  ...['message_created', 'message_callback', 'message_edited', 'message_removed'],
  ...['bot_started', 'bot_stopped', 'dialog_removed'],
  ...['comment_created', 'comment_edited', 'comment_removed'],
] as const

/** Polling is throttled: half a minute, 100 events, two requests a second. */
export const pollSeconds = 30
export const pollLimit = 100
export const pollWatchdogMs = 40_000

/** After 8 hours without an answer the service ends a subscription by itself. */
export const webhookCheckMs = 10 * 60_000

/** A file that was uploaded a moment ago is not always there yet. */
export const notReadyPausesMs = [1000, 2000, 4000] as const

/** What a person sees for a moment when his press has come. */
export const pressNoticed = '✓'

/** A token stands in a header: printable, no blanks. */
export const tokenForm = /^[\x21-\x7e]{1,300}$/
