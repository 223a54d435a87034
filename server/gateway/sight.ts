import type { ConversationId, OperatorId } from '#protocol/ids'
import type { Operator } from '#protocol/operator'
import type { Parts } from '#protocol/permissions'
import type { Viewer } from './ports'

/** Everybody with a part in the conversation, each once. */
export function partsOf(parts: Parts): readonly OperatorId[] {
  const { assignee, coAssignees, observers } = parts
  const own = assignee?.kind === 'operator' ? [assignee.id] : nobody
  if (coAssignees.length === 0 && observers.length === 0) return own
  return [...new Set([...own, ...coAssignees, ...observers])]
}

const nobody: readonly OperatorId[] = []

/** Nearly every event leaves the parts as they were, and this is asked several times for each. */
const areSame = (before: Parts, after: Parts): boolean =>
  before.assignee === after.assignee && before.coAssignees === after.coAssignees && before.observers === after.observers

/** Who has a part now and had none before: the conversation becomes near to them. */
export const gained = (before: Parts | null, after: Parts): readonly OperatorId[] => {
  if (before === null) return partsOf(after)
  if (areSame(before, after)) return nobody
  const had = partsOf(before)
  return partsOf(after).filter((id) => !had.includes(id))
}

/** Who had a part and has none any more. */
export const lost = (before: Parts | null, after: Parts): readonly OperatorId[] =>
  before === null ? [] : gained(after, before)

export const hideLoad = (operator: Operator): Operator => ({ ...operator, load: 0, shared: 0, limit: null })

/** How many conversations a colleague has says something of conversations that a restricted operator may not see. */
export const operatorFor = (viewer: Viewer, operator: Operator): Operator =>
  viewer.seesAll || operator.id === viewer.operatorId ? operator : hideLoad(operator)

/** Rooms of the socket server. Clients never name one. */
export const rooms = {
  /** Devices that see everything; they share one encoding of the far feed. */
  staff: 'staff',
  restricted: 'restricted',
  administrators: 'administrators',
  operator: (id: OperatorId) => `operator:${id}`,
  /** Devices that have the conversation open. */
  opened: (id: ConversationId) => `opened:${id}`,
} as const
