import { z } from 'zod'
import { ConnectionDetails } from './connection'
import { At, BotId, ChannelId, GroupId, OperatorId } from './ids'
import { ButtonLimits } from './reply-button'
import { ChannelSignature } from './signature'

export const messengers = ['web', 'telegram', 'vk', 'whatsapp', 'viber', 'max'] as const
export const Messenger = z.enum(messengers)
export type Messenger = z.infer<typeof Messenger>

/** What a messenger can do. Screens and use-cases follow this record, never the messenger's name. */
export const Capabilities = z.object({
  textLimit: z.number().int().positive(),
  captionLimit: z.number().int().positive(),
  pictures: z.boolean(),
  files: z.boolean(),
  voice: z.boolean(),
  fileBytes: z.number().int().positive(),
  pictureBytes: z.number().int().positive(),
  buttons: ButtonLimits,
  typingToContact: z.boolean(),
  typingFromContact: z.boolean(),
  markAsRead: z.boolean(),
  deliveredReceipt: z.boolean(),
  readReceipt: z.boolean(),
  /** Sending the same idempotency value twice is one message there, so a lost answer may be repeated. */
  idempotentSend: z.boolean(),
  editOwn: z.boolean(),
  deleteOwn: z.boolean(),
  polling: z.boolean(),
  webhook: z.boolean(),
  groups: z.boolean(),
  /** Comments in public places are conversations of their own kind. */
  comments: z.boolean(),
  /** Texts the messenger has approved beforehand: the only way to write first or outside its window. */
  templates: z.boolean(),
  /** We may answer freely for so long after the contact's last message; null = always. */
  replyWindowMs: z.number().int().positive().nullable(),
  /** Whether the company may begin a conversation with somebody who has not written. */
  writesFirst: z.enum(['freely', 'byTemplate', 'never']),
})
export type Capabilities = z.infer<typeof Capabilities>

/** What goes by: shown for a while beside how the channel is. */
export const channelNotes = [
  'forgedCalls',
  'malformedCalls',
  'otherNumber',
  'spamLimit',
  'accountRestricted',
  'payment',
  'templatesUnread',
] as const
export type ChannelNote = (typeof channelNotes)[number]

/** Why a channel works badly or not at all; the screen has a sentence for each in both languages. */
export const channelTroubles = [
  ...channelNotes,
  'takenByAnother',
  'auth',
  'unreachable',
  'rateLimited',
  'needsPublicAddress',
  'storeUnavailable',
  'webhookFails',
  'refused',
  'lowQuality',
  'notOpened',
  'secret',
  'botFeaturesOff',
] as const
export const ChannelTrouble = z.enum(channelTroubles)
export type ChannelTrouble = z.infer<typeof ChannelTrouble>

/** `detail` is what the messenger itself said, in its words. */
const trouble = { reason: ChannelTrouble, detail: z.string().max(300).nullable(), since: At }
export const ChannelHealth = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('green') }),
  z.object({ kind: z.literal('degraded'), ...trouble }),
  z.object({ kind: z.literal('stopped'), ...trouble }),
])
export type ChannelHealth = z.infer<typeof ChannelHealth>

const operatorReceives = z.object({ kind: z.literal('operator'), operatorId: OperatorId })
const groupReceives = z.object({ kind: z.literal('group'), groupId: GroupId })

/** People who receive: one operator or a group. */
export const PeopleReceiver = z.discriminatedUnion('kind', [operatorReceives, groupReceives])
export type PeopleReceiver = z.infer<typeof PeopleReceiver>

/** A bot never stands alone: the reserve receives when it cannot be reached, declines, or does not answer in time. */
const botReceives = z.object({ kind: z.literal('bot'), botId: BotId, reserve: PeopleReceiver })

/** Who gets a channel's inquiries inside working hours. */
export const Receiver = z.discriminatedUnion('kind', [operatorReceives, groupReceives, botReceives])
export type Receiver = z.infer<typeof Receiver>

/** And outside: nobody (they wait for opening), those who have duty, or a bot. */
export const OutsideReceiver = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nobody') }),
  operatorReceives,
  groupReceives,
  botReceives,
])
export type OutsideReceiver = z.infer<typeof OutsideReceiver>

export const Priority = z.enum(['normal', 'high'])
export type Priority = z.infer<typeof Priority>

/** How a channel's inquiries are distributed. */
export const ChannelRules = z.strictObject({
  receiver: Receiver,
  outside: OutsideReceiver,
  /** Working hours count for it; else its receiver receives day and night. */
  onlyInHours: z.boolean(),
  /** Operators the channel is narrowed to; null = everybody in the receiver. */
  pool: z.array(OperatorId).max(1000).nullable(),
  /** What its inquiries begin with in the queue. */
  priority: Priority,
})
export type ChannelRules = z.infer<typeof ChannelRules>

export const defaultRules = (receiver: Receiver): ChannelRules => ({
  receiver,
  outside: { kind: 'nobody' },
  onlyInHours: true,
  pool: null,
  priority: 'normal',
})

/** A channel as every operator may know it. */
export const Channel = z.object({
  id: ChannelId,
  messenger: Messenger,
  name: z.string(),
  /** Name of the account on the messenger's side: @bot, site. */
  account: z.string(),
  isConnected: z.boolean(),
  capabilities: Capabilities,
})
export type Channel = z.infer<typeof Channel>

export const ChannelName = z.string().trim().min(1).max(80)

/** A channel as its administrator sees it. Secrets are write-only: the last four characters are all that comes back. */
export const ChannelDetails = Channel.extend({
  version: z.number().int(),
  rules: ChannelRules,
  signature: ChannelSignature,
  health: ChannelHealth,
  lastInAt: At.nullable(),
  lastOutAt: At.nullable(),
  deadLetters: z.number().int().nonnegative(),
  connection: ConnectionDetails,
})
export type ChannelDetails = z.infer<typeof ChannelDetails>

/** What an administrator should switch on at the messenger; the screen has a sentence for each. None of it is a refusal. */
export const ConnectionNote = z.enum(['messagesOff', 'botFeaturesOff', 'webhookOfAnother'])
export type ConnectionNote = z.infer<typeof ConnectionNote>

/** What a successful check shows before saving: «Токен авторизован». `picture` is a data URL of at most 64 kB. */
export const CheckedAccount = z.object({
  account: z.string(),
  name: z.string(),
  link: z.string().nullable(),
  picture: z.string().nullable(),
  notes: z.array(ConnectionNote).optional(),
})
export type CheckedAccount = z.infer<typeof CheckedAccount>
