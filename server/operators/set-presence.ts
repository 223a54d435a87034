import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { type Actor, mayManage } from '#protocol/permissions'
import type { Attendance } from './attendance'
import type { OperatorsWork } from './ports'

/** An operator chooses his status; the same again is accepted. Hub order decides between devices. */
export async function setPresence(
  work: OperatorsWork,
  attendance: Attendance,
  actor: Actor,
  { status }: Command<'presence.set'>,
): Promise<Outcome<Record<never, never>>> {
  await attendance.step(work, actor.id, { kind: 'chosen', status }, actor.id)
  return accepted({})
}

/** Somebody who may sends another Busy or Offline, on all his devices. */
export async function forcePresence(
  work: OperatorsWork,
  attendance: Attendance,
  actor: Actor,
  { operatorId, status }: Command<'presence.force'>,
): Promise<Outcome<Record<never, never>>> {
  if (!mayManage(actor, 'forcePresence')) return refused('FORBIDDEN', 'You may not set the status of others.')
  if (work.people.actor(operatorId) === undefined)
    return refused('NOT_FOUND', 'No such operator.', { field: 'operatorId' })
  await attendance.step(work, operatorId, { kind: 'forced', status }, actor.id)
  return accepted({})
}
