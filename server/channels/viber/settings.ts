import type { Capabilities } from '#protocol/channel'
import type { Pace } from '../channel'

/** Limits of the bot API (channels.md section 6.3). */
export const textLimit = 7000
export const captionLimit = 512
export const senderNameLimit = 28
export const pictureBytes = 1024 * 1024
export const videoBytes = 26 * 1024 * 1024
export const fileNameLimit = 256
const fileBytes = 50 * 1024 * 1024
/** Of a whole request, written as JSON. */
export const requestBytes = 30 * 1024
export const buttonsInRow = 6
export const keyboardRows = 12
export const trackingDataLimit = 4096
/** Of the programs that know a button for one's own number. */
export const sharePhoneVersion = 3

export const viberCapabilities: Capabilities = {
  textLimit,
  captionLimit,
  pictures: true,
  files: true,
  voice: true,
  fileBytes,
  pictureBytes,
  buttons: { kinds: ['press', 'link', 'sharePhone'], most: 10, label: 64 },
  typingToContact: false,
  typingFromContact: false,
  markAsRead: false,
  deliveredReceipt: true,
  readReceipt: true,
  idempotentSend: false,
  editOwn: false,
  deleteOwn: false,
  polling: false,
  webhook: true,
  groups: false,
  comments: false,
  templates: false,
  replyWindowMs: null,
  writesFirst: 'never',
}

/** No figures are published: careful ones, and the service says itself when it is too much. */
export const viberPace: { readonly channel: Pace; readonly chat: Pace } = {
  channel: { perSecond: 10, burst: 10 },
  chat: { perSecond: 2, burst: 4 },
}

export const officialAddress = 'https://chatapi.viber.com/pa'

/** What we ask for; `message` comes by itself. */
export const eventTypes = ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started'] as const

export const webhookCheckMs = 10 * 60_000

/** A token stands in a header: printable, no blanks. */
export const tokenForm = /^[\x21-\x7e]{1,200}$/
