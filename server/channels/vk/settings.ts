import type { Capabilities } from '#protocol/channel'
import type { Pace } from '../channel'

export const officialAddress = 'https://api.vk.ru'
export const apiVersion = '5.199'

/** The schema says 9000; what is longer than this is cut by some of VK's own programs (channels.md section 4.3). */
export const textLimit = 4096
/** In one message, files and pictures mixed. */
export const attachmentLimit = 10
export const pictureBytes = 50 * 1024 * 1024
const fileBytes = 200 * 1024 * 1024

export const labelLimit = 40
export const payloadLimit = 255
/** Of an inline keyboard, and of one below the input line. */
export const inlineRows = 6
export const inlineButtons = 10
export const keyboardRows = 10
export const rowButtons = 5

export const vkCapabilities: Capabilities = {
  textLimit,
  captionLimit: textLimit,
  pictures: true,
  files: true,
  voice: true,
  fileBytes,
  pictureBytes,
  buttons: { kinds: ['press', 'link'], most: 10, label: 40 },
  typingToContact: true,
  typingFromContact: true,
  markAsRead: true,
  deliveredReceipt: false,
  readReceipt: true,
  idempotentSend: true,
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

/** A community may call 20 times a second; a send with files takes several calls, and reading and typing are told too. */
export const vkPace: { readonly channel: Pace; readonly chat: Pace } = {
  channel: { perSecond: 12, burst: 12 },
  chat: { perSecond: 3, burst: 5 },
}

const messageEvents = [
  ...['message_new', 'message_reply', 'message_edit', 'message_event', 'message_allow', 'message_deny'],
  ...['message_read', 'message_typing_state', 'message_reaction_event'],
] as const

const commentEvents = ['wall_reply', 'market_comment', 'photo_comment', 'video_comment', 'board_post'].flatMap(
  (place) => ['new', 'edit', 'delete', 'restore'].map((act) => `${place}_${act}`),
)

/** What we ask VK to tell, as its settings take it; comments are told off when they are not wanted. */
export const wantedEvents = (withComments: boolean): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...messageEvents.map((name) => [name, '1']),
    ...commentEvents.map((name) => [name, withComments ? '1' : '0']),
  ])

/** Name of our server among the community's, at most 14 characters. */
export const serverTitle = 'Pult'

/** How often the community's servers are looked at. */
export const serverCheckMs = 4 * 60_000

/** Longest wait of a poll for news; hard limits of calls are well above it. */
export const pollSeconds = 25
export const pollWatchdogMs = 45_000

/** From here on a peer is a group chat. */
export const firstGroupChat = 2_000_000_000
