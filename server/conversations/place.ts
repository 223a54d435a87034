import { accepted, type Outcome, refused } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import type { Work } from './ports'

/** May `actor` give one more conversation to `operatorId`? The answer says whether it stands above the limit, to be marked. */
export function roomFor(work: Work, actor: Actor, operatorId: OperatorId): Outcome<{ aboveLimit: boolean }> {
  const { load, limit } = work.people.place(operatorId)
  if (limit === null || load < limit) return accepted({ aboveLimit: false })
  if (actor.mayExceedLimit) return accepted({ aboveLimit: true })
  return refused('LIMIT_REACHED', 'The conversation limit is reached.', { facts: { operatorId, load, limit } })
}
