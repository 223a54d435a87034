import type { Capabilities } from '#protocol/channel'
import type { Pace } from '../channel'

/** Limits of the Bot API (channels.md section 3.3). */
export const textLimit = 4096
export const captionLimit = 1024
export const albumLimit = 10
export const callbackDataBytes = 64
export const pictureBytes = 10 * 1024 * 1024
const fileBytes = 50 * 1024 * 1024
/** Width and height of a picture together, and one divided by the other. */
export const pictureSides = 10_000
export const pictureRatio = 20
/** What a bot can download. */
export const downloadBytes = 20 * 1024 * 1024

export const telegramCapabilities: Capabilities = {
  textLimit,
  captionLimit,
  pictures: true,
  files: true,
  voice: true,
  fileBytes,
  pictureBytes,
  buttons: { kinds: ['press', 'link', 'sharePhone'], most: 10, label: 64 },
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
  groups: true,
  comments: false,
  templates: false,
  replyWindowMs: null,
  writesFirst: 'never',
}

/** About 30 messages a second in all and one a second into a chat, a few at once forgiven. */
export const telegramPace: { readonly channel: Pace; readonly chat: Pace } = {
  channel: { perSecond: 28, burst: 28 },
  chat: { perSecond: 1, burst: 3 },
}

export const officialAddress = 'https://api.telegram.org'

/** What we ask for; all else stays with Telegram. */
export const allowedUpdates = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'message_reaction',
] as const

/** Longest wait of a poll for news; the hard limits of calls are well above it. */
export const pollSeconds = 15
export const callSeconds = 20
export const uploadSeconds = 55
/** A poll that says nothing for so long is dead, whatever the library thinks. */
export const pollWatchdogMs = 30_000

/** How often the registered webhook is looked at. */
export const webhookCheckMs = 4 * 60_000
/** An error of the webhook older than this is history. */
export const webhookErrorForMs = 10 * 60_000

/** `digits:letters`; checked before it is put into an address, where a slash would change whom we ask. */
export const tokenForm = /^\d{1,20}:[\w-]{1,100}$/
