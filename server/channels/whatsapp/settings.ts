import type { Capabilities } from '#protocol/channel'
import type { Pace } from '../channel'

/** Limits of the Cloud API (channels.md section 5.3). */
export const textLimit = 4096
export const captionLimit = 1024
export const interactiveBodyLimit = 1024
export const buttonLimits = { most: 3, title: 20, id: 256 } as const
export const listLimits = { most: 10, title: 24, description: 72, id: 200, button: 20 } as const

const MiB = 1024 * 1024
export const pictureBytes = 5 * MiB
export const soundBytes = 16 * MiB
export const videoBytes = 16 * MiB
const documentBytes = 100 * MiB

/** Opens and restarts with each word of the contact; our answers do not extend it. */
export const replyWindowMs = 24 * 3_600_000

export const whatsAppCapabilities: Capabilities = {
  textLimit,
  captionLimit,
  pictures: true,
  files: true,
  voice: true,
  fileBytes: documentBytes,
  pictureBytes,
  buttons: { kinds: ['press', 'link'], most: 10, label: 20 },
  typingToContact: true,
  typingFromContact: false,
  markAsRead: true,
  deliveredReceipt: true,
  readReceipt: true,
  idempotentSend: false,
  editOwn: false,
  deleteOwn: false,
  polling: false,
  webhook: true,
  groups: false,
  comments: false,
  templates: true,
  replyWindowMs,
  writesFirst: 'byTemplate',
}

/** 80 messages a second a number; to one person one in six seconds, some at once forgiven. */
export const whatsAppPace: { readonly channel: Pace; readonly chat: Pace } = {
  channel: { perSecond: 60, burst: 60 },
  chat: { perSecond: 1 / 6, burst: 40 },
}

export const officialAddress = 'https://graph.facebook.com'

/** How often the subscription of our webhook is looked at. */
export const webhookCheckMs = 4 * 60_000

/** Hosts of Meta that files lie on; the token goes to no other. */
export const mediaHosts = /(?:^|\.)(?:fbsbx\.com|fbcdn\.net|facebook\.com|whatsapp\.net)$/
