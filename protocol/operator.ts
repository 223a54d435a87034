import { z } from 'zod'
import { At, AttachmentId, DeviceId, GroupId, OperatorId, SessionId } from './ids'

export const roles = ['administrator', 'employee', 'restricted'] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>

export const chosenStatuses = ['online', 'busy', 'offline'] as const
export const ChosenStatus = z.enum(chosenStatuses)
export type ChosenStatus = z.infer<typeof ChosenStatus>

export const Link = z.enum(['live', 'shaky', 'gone'])
export type Link = z.infer<typeof Link>

/** Why the chosen status is what it is: the operator himself, his idle device, the hub ("away too long", quitting, end of working hours), or an administrator. */
export const StatusCause = z.enum(['operator', 'idle', 'left', 'away', 'schedule', 'administrator', 'disabled', 'hub'])
export type StatusCause = z.infer<typeof StatusCause>

/** Two facts (chosen, link) and what follows from them; reliability.md section 3. */
export const Presence = z.object({
  chosen: ChosenStatus,
  link: Link,
  effective: z.enum(['online', 'busy', 'offline', 'lost']),
  version: z.number().int(),
  since: At,
  /** Set on leaving Online, kept through Busy <-> Offline; the reassignment delay counts from it. */
  unavailableSince: At.nullable(),
  cause: StatusCause,
})
export type Presence = z.infer<typeof Presence>

/** The table of reliability.md section 3. `shaky` keeps Online, marked; nothing new comes and nothing is taken away. */
export function effectivePresence(chosen: ChosenStatus, link: Link): Presence['effective'] {
  if (chosen === 'offline') return 'offline'
  if (link === 'gone') return 'lost'
  return chosen
}

/** An operator as colleagues see him. */
export const Operator = z.object({
  id: OperatorId,
  name: z.string(),
  role: Role,
  isActive: z.boolean(),
  takesPart: z.boolean(),
  presence: Presence,
  /** Open conversations assigned to him. */
  load: z.number().int().nonnegative(),
  /** Open conversations in which he is co-assignee: with `load` the count of «Мои». */
  shared: z.number().int().nonnegative(),
  /** Conversation limit in force for him; null = none. */
  limit: z.number().int().nonnegative().nullable(),
  /** His picture, a file every colleague may read. */
  picture: AttachmentId.nullable().default(null),
})
export type Operator = z.infer<typeof Operator>

/** What he leaves behind: conversations open with him while he becomes less available than he was. His to hand over first. */
export const leavesBehind = ({ load, presence }: Pick<Operator, 'load' | 'presence'>, to: ChosenStatus): boolean =>
  load > 0 && (to === 'offline' ? presence.chosen !== 'offline' : to === 'busy' && presence.chosen === 'online')

/** My own account. */
export const Account = z.object({
  id: OperatorId,
  login: z.string(),
  name: z.string(),
  role: Role,
  canSupervise: z.boolean(),
  mayExceedLimit: z.boolean(),
})
export type Account = z.infer<typeof Account>

export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}._@+-]{2,64}$/u)
export const Password = z.string().min(12).max(128)
/** A picture of an operator is this many pixels wide and high at most, drawn so by the workspace before it is sent. */
export const operatorPictureSide = 256
/** JPEG, PNG or WebP, in base64. */
export const OperatorPicture = z.base64().min(1).max(120_000)
export const OperatorName = z.string().trim().min(1).max(80)

/** An account as an administrator sees it. `invitation` is open until the person has chosen a password. */
export const AccountDetails = Account.extend({
  version: z.number().int(),
  isActive: z.boolean(),
  takesPart: z.boolean(),
  /** Personal conversation limit: replaces the company's; `company` = takes the company's, null = none. */
  limit: z.union([z.literal('company'), z.number().int().nonnegative(), z.null()]),
  hasPassword: z.boolean(),
  invitationUntil: At.nullable(),
  lastSeenAt: At.nullable(),
})
export type AccountDetails = z.infer<typeof AccountDetails>

export const SessionInfo = z.object({
  id: SessionId,
  operatorId: OperatorId,
  device: DeviceId,
  deviceName: z.string(),
  createdAt: At,
  lastSeenAt: At,
  isCurrent: z.boolean(),
  isLive: z.boolean(),
})
export type SessionInfo = z.infer<typeof SessionInfo>

export const orders = ['inTurn', 'leastLoaded', 'byHand'] as const
export const OrderOfChoosing = z.enum(orders)
export type OrderOfChoosing = z.infer<typeof OrderOfChoosing>

/** Operators serving channels. `everybody` is the built-in «Все операторы»: its members follow the accounts. */
export const Group = z.object({
  id: GroupId,
  name: z.string(),
  isEverybody: z.boolean(),
  order: OrderOfChoosing,
  members: z.array(OperatorId),
})
export type Group = z.infer<typeof Group>
