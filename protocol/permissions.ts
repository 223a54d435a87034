import type { ConversationRow } from './conversation'
import type { OperatorId } from './ids'
import type { Role } from './operator'

/** What of an account rights depend on. */
export interface Actor {
  readonly id: OperatorId
  readonly role: Role
  readonly canSupervise: boolean
  readonly mayExceedLimit: boolean
  readonly isActive: boolean
}

export type Relation = 'assignee' | 'coAssignee' | 'observer' | 'none'

/** What of a conversation rights depend on. */
export type Parts = Pick<ConversationRow, 'assignee' | 'coAssignees' | 'observers'>

export const conversationActions = [
  'see',
  'reply',
  'note',
  'take',
  'assign',
  'transfer',
  'release',
  'close',
  'reopen',
  'manageParts',
  'editContact',
  'prioritize',
] as const
export type ConversationAction = (typeof conversationActions)[number]

export const companyActions = [
  'manageChannels',
  'manageAccounts',
  'manageDistribution',
  'manageCompany',
  'forcePresence',
  'seeSupervisor',
  'seeDeadLetters',
  'manageTemplates',
  'manageLinks',
] as const
export type CompanyAction = (typeof companyActions)[number]

/** The strongest part an operator has in a conversation. */
export function relationTo(parts: Parts, operatorId: OperatorId): Relation {
  if (parts.assignee?.kind === 'operator' && parts.assignee.id === operatorId) return 'assignee'
  if (parts.coAssignees.includes(operatorId)) return 'coAssignee'
  return parts.observers.includes(operatorId) ? 'observer' : 'none'
}

const restrictedMay: Record<Relation, ReadonlySet<ConversationAction>> = {
  assignee: new Set([
    'see',
    'reply',
    'note',
    'transfer',
    'assign',
    'release',
    'close',
    'reopen',
    'manageParts',
    'editContact',
    'prioritize',
  ]),
  coAssignee: new Set([
    'see',
    'reply',
    'note',
    'transfer',
    'assign',
    'release',
    'close',
    'reopen',
    'manageParts',
    'editContact',
    'prioritize',
  ]),
  observer: new Set(['see', 'note']),
  none: new Set(),
}

/**
 * The one table of rights about conversations (product.md section 1). Pure and asked by both sides; only the hub's answer counts.
 * Limits (taking above one's own) are not rights and are checked where the assignment is made.
 */
export function can(actor: Actor, action: ConversationAction, parts: Parts): boolean {
  if (!actor.isActive) return false
  if (actor.role === 'administrator' || actor.role === 'employee') return true
  return restrictedMay[relationTo(parts, actor.id)].has(action)
}

/** Whose replies he may change after they have left: his own, and everybody's if he supervises. */
export const mayChangeReplyOf = (actor: Actor, author: OperatorId): boolean =>
  actor.isActive && (author === actor.id || actor.role === 'administrator' || supervises(actor))

/** May he know that this conversation exists at all? */
export const canSee = (actor: Actor, parts: Parts): boolean => can(actor, 'see', parts)

const supervises = ({ role, canSupervise }: Actor): boolean => role === 'employee' && canSupervise

/** Rights about the company. `supervise` given to an employee opens distribution and presence, never channels or accounts. */
export function mayManage(actor: Actor, action: CompanyAction): boolean {
  if (!actor.isActive) return false
  if (actor.role === 'administrator') return true
  return (
    supervises(actor) &&
    (action === 'manageDistribution' ||
      action === 'forcePresence' ||
      action === 'seeSupervisor' ||
      action === 'manageTemplates' ||
      action === 'manageLinks')
  )
}
