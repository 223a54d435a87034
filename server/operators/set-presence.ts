import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { ChosenStatus, Presence } from '#protocol/operator'
import { type Actor, mayManage } from '#protocol/permissions'
import type { Attendance } from './attendance'
import type { OperatorsWork } from './ports'

/**
 * An operator chooses his status; the same again is accepted. Hub order decides between devices. A device that says by itself
 * that nobody touches it makes Online Busy, and takes back only what such a word has made.
 */
export async function setPresence(
  work: OperatorsWork,
  attendance: Attendance,
  actor: Actor,
  { status, by }: Command<'presence.set'>,
): Promise<Outcome<Record<never, never>>> {
  if (by === 'idle' && !isIdleChange(attendance.chosen(actor.id), status)) return accepted({})
  await attendance.step(work, actor.id, { kind: 'chosen', status, cause: by }, actor.id)
  return accepted({})
}

type Chosen = Pick<Presence, 'chosen' | 'cause'>

const isIdleChange = ({ chosen, cause }: Chosen, status: ChosenStatus): boolean =>
  (status === 'busy' && chosen === 'online') || (status === 'online' && chosen === 'busy' && cause === 'idle')

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
  await attendance.step(work, operatorId, { kind: 'forced', status, cause: 'administrator' }, actor.id)
  return accepted({})
}
