import { automatic, type Move } from './ledger'
import type { Scene } from './scene'
import { dueAt, recentMoves } from './watch'

/** A change of assignee as it is told: what can be said of it only at its position. */
export function judged(world: Scene, move: Move): readonly string[] {
  const { event } = move
  const isAutomatic = automatic.has(event.cause)
  if (!isAutomatic) return aboveUnmarked(world, move)
  const what = `${move.known.row.contactName} (${event.cause})`
  return [
    ...(world.isQuiet ? [`${what} was given away before people were back`] : []),
    ...(world.company.settings.isOn ? [] : [`${what} was given to somebody though distribution is off`]),
    ...(event.by === null && !event.aboveLimit ? [] : [`${what} says that a person did it`]),
    ...noSooner(world, move).map((problem) => `${what} ${problem}`),
  ]
}

/** Section 3: nobody loses anything while he is here, nor before the delay or the answer time is over; promise 10: not over and over. */
function noSooner(world: Scene, { before, event, at, known }: Move): readonly string[] {
  if (event.from?.kind !== 'operator') return []
  const held = { ...before, row: { ...before.row, assignee: event.from } }
  if (event.cause === 'lapsed' && (held.answerBy === null || at < held.answerBy))
    return [`was taken from ${event.from.id} before his time to answer was over`]
  if (event.cause !== 'reassigned') return []
  const due = dueAt(world, held)
  if (due === null) return [`was taken from ${event.from.id}, who is here`]
  const isSure = (held.heldSince ?? 0) > world.jumpedAt
  if (isSure && world.elapsed < due) return [`was taken from ${event.from.id} ${due - world.elapsed} ms too early`]
  const moves = recentMoves(world, known)
  return moves > 3 ? [`was moved ${moves} times in ten minutes`] : []
}

/** Promise 7: a person puts nobody above his limit without a mark. What comes by itself the witness has judged. */
function aboveUnmarked(world: Scene, { event, known }: Move): readonly string[] {
  if (event.to?.kind !== 'operator' || event.aboveLimit) return []
  const limit = world.company.limitOf(event.to.id)
  const load = world.witness.load(event.to.id)
  return limit === null || load <= limit
    ? []
    : [`${event.to.id} is above ${limit} with ${known.row.contactName}, unmarked`]
}
