import type { Capabilities } from '#protocol/channel'
import { longestText } from '#protocol/message'
import type { Pace } from '../channel'

/** Our own messenger: a company's text is one line of any length the hub takes, so nothing is ever split. */
export const webCapabilities: Capabilities = {
  textLimit: longestText,
  captionLimit: longestText,
  pictures: true,
  files: true,
  voice: true,
  fileBytes: 25 * 1024 * 1024,
  pictureBytes: 25 * 1024 * 1024,
  buttons: { kinds: ['press', 'link'], most: 10, label: 64 },
  typingToContact: true,
  typingFromContact: true,
  markAsRead: true,
  deliveredReceipt: true,
  readReceipt: true,
  idempotentSend: true,
  editOwn: true,
  deleteOwn: true,
  polling: false,
  webhook: false,
  groups: false,
  comments: false,
  templates: false,
  replyWindowMs: null,
  writesFirst: 'never',
}

/** A send is a look at our own store and a packet to a socket. */
export const webPace = { channel: { perSecond: 1000, burst: 1000 }, chat: { perSecond: 100, burst: 100 } } as const

/** Of a visitor's messages; channels.md section 8. */
export const visitorPace: Pace = { perSecond: 1, burst: 10 }

/** Of all visitors behind one address: an office or a mobile network shares one. */
export const addressPace: Pace = { perSecond: 10, burst: 60 }

/** Of a visitor's looking back, marks and gap fills. */
export const lookPace: Pace = { perSecond: 5, burst: 40 }

/** Packets that make no sense: a page that goes on like this is not ours. */
export const badPackets = 50

/** Of connections from one address, and how many it may hold at a time. */
export const connectPace: Pace = { perSecond: 5, burst: 100 }
export const socketsPerAddress = 300
export const socketsPerVisitor = 10
