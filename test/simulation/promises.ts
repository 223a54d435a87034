import type { ConversationRow } from '#protocol/conversation'
import type { AssignmentCause } from '#protocol/message'
import type { ConversationFacts } from '#server/conversations/facts'
import type { Move, World } from './world'

const automatic: ReadonlySet<AssignmentCause> = new Set(['distributed', 'queue', 'returned', 'reassigned'])
const delayMs = 30_000

/** What the promises 6 to 10 of reliability.md forbid and this step has done; empty when all is well. */
export async function broken(world: World): Promise<readonly string[]> {
  const queue = await world.queue()
  return [
    ...world.hub.mirror.problems,
    ...world.hub.bugs.map((bug) => `the hub has found a bug of its own: ${bug}`),
    ...oneAssignee(world),
    ...limits(world),
    ...onlyReady(world),
    ...nobodyForgotten(world, queue),
    ...oldestFirst(world, queue),
    ...awayIsLeft(world),
    ...marksAreTrue(world),
    ...noLoops(world),
  ]
}

/** Promise 6: each change begins with whom the last one ended; a reopened conversation begins with nobody. */
function oneAssignee(world: World): readonly string[] {
  return world.rows().flatMap((row) => {
    let holder: string | null = null
    for (const entry of world.hub.mirror.entries(row.id)) {
      if (entry.kind !== 'system') continue
      if (entry.event.kind === 'reopened') holder = null
      if (entry.event.kind !== 'assigned') continue
      const { from, to } = entry.event
      if ((from?.id ?? null) !== holder) return [`${row.contactName} went from ${from?.id}, but ${holder} had it`]
      holder = to?.id ?? null
    }
    return (row.assignee?.id ?? null) === holder ? [] : [`${row.contactName} is not with ${holder}, who had it last`]
  })
}

const given = (world: World): readonly Move[] =>
  world.moves.filter(({ event }) => event.to !== null && automatic.has(event.cause))

/** Promise 7: whoever was given something by itself is not above his limit. */
function limits(world: World): readonly string[] {
  return given(world).flatMap(({ event, conversation, load }) => {
    if (event.to?.kind !== 'operator') return ['a bot was given something']
    const limit = world.limitOf(event.to.id)
    return limit === null || load <= limit
      ? []
      : [`${event.to.id} has ${load} of ${limit} with ${conversation.contactName}`]
  })
}

/** Promise 8: whoever was given something by itself was here, and it was not taken from anybody who was. */
function onlyReady(world: World): readonly string[] {
  return given(world).flatMap(({ event, conversation, at }) => {
    const problems: string[] = []
    if (event.to?.kind === 'operator' && at === world.now && !world.attendance.isReady(event.to.id))
      problems.push(`${event.to.id} was given ${conversation.contactName} and is not ready`)
    if (event.from?.kind === 'operator' && at === world.now && world.attendance.isHere(event.from.id, at))
      problems.push(`${conversation.contactName} was taken from ${event.from.id}, who is here`)
    if (event.from?.kind === 'operator' && at < world.attendance.keepsUntil(event.from.id))
      problems.push(`${conversation.contactName} was taken from ${event.from.id}, who may still be on his way back`)
    if (at < world.quietUntil) problems.push(`${conversation.contactName} was given away before people were back`)
    if (!world.settings.isOn)
      problems.push(`${conversation.contactName} was given to somebody though distribution is off`)
    return problems
  })
}

const couldHave = (world: World, { releasedBy, row }: ConversationFacts) =>
  [...world.hub.open.roster.members.keys()].filter((id) => {
    const limit = world.limitOf(id)
    const isFree = world.attendance.isReady(id) && (limit === null || world.loadOf(id) < limit)
    return isFree && id !== (row.assignee === null ? releasedBy : row.assignee.id)
  })

const isHandedOut = (world: World): boolean => world.settings.isOn && world.now > world.quietUntil

/** Promise 9: nobody waits while somebody could have it. */
function nobodyForgotten(world: World, queue: readonly ConversationFacts[]): readonly string[] {
  if (!isHandedOut(world)) return []
  return queue.flatMap((facts) => {
    const { row, restsUntil, moves } = facts
    if (restsUntil !== null && restsUntil > world.now && row.assignee === null) return []
    const isStillWaiting =
      row.assignee === null || (row.unansweredSince !== null && world.settings.reassignment !== 'off')
    if (!isStillWaiting || moves.length >= 3) return []
    const able = couldHave(world, facts)
    return able.length === 0 ? [] : [`${row.contactName} waits though ${able.join(', ')} could have it`]
  })
}

/** Promise 9: whoever came from the queue had waited longest of those the operator could have had. */
function oldestFirst(world: World, queue: readonly ConversationFacts[]): readonly string[] {
  const since = (row: ConversationRow) => row.unansweredSince ?? Number.POSITIVE_INFINITY
  return world.moves.flatMap(({ event, conversation, at }) => {
    if (event.cause !== 'queue' || at !== world.now || !isHandedOut(world)) return []
    const passed = queue.filter(
      ({ row, releasedBy, restsUntil }) =>
        row.assignee === null && restsUntil === null && releasedBy !== event.to?.id && since(row) < since(conversation),
    )
    return passed.map(({ row }) => `${conversation.contactName} was served before ${row.contactName}`)
  })
}

/** Section 3: what an operator left unanswered is moved or marked when he has been away for the delay. */
function awayIsLeft(world: World): readonly string[] {
  if (!isHandedOut(world) || world.settings.reassignment !== 'allUncompleted') return []
  return world.rows().flatMap((row) => {
    const { assignee, isOpen, unansweredSince, waitingSince } = row
    if (!isOpen || assignee?.kind !== 'operator' || unansweredSince === null || waitingSince !== null) return []
    const awayFrom = world.attendance.awayFrom(assignee.id, world.now)
    const from = Math.max(awayFrom ?? Number.POSITIVE_INFINITY, row.assignedAt ?? 0)
    return world.now > from + delayMs ? [`${row.contactName} is left with ${assignee.id}, who is away`] : []
  })
}

/** Section 3: whoever is marked as waiting has an assignee who is away, and the mode wants it moved. */
function marksAreTrue(world: World): readonly string[] {
  if (world.now <= world.quietUntil) return []
  return world.rows().flatMap(({ isOpen, waitingSince, assignee, contactName, unansweredSince, isAnswered }) => {
    if (!isOpen || waitingSince === null) return []
    const { isOn, reassignment } = world.settings
    const isWanted = reassignment === 'allUncompleted' ? unansweredSince !== null : !isAnswered
    const isTrue = assignee !== null && isOn && reassignment !== 'off' && isWanted
    if (assignee?.kind !== 'operator' || !isTrue) return [`${contactName} is marked as waiting for nothing`]
    return world.attendance.isHere(assignee.id, world.now) ? [`${contactName} waits though ${assignee.id} is here`] : []
  })
}

/** Promise 10: no more than three moves in ten minutes. Section 3: none before the delay. */
function noLoops(world: World): readonly string[] {
  return world.moves.flatMap(({ conversation, event, at }) => {
    if (event.cause !== 'reassigned') return []
    const own = world.hub.mirror
      .entries(conversation.id)
      .flatMap((entry) =>
        entry.kind === 'system' && entry.event.kind === 'assigned' ? [{ ...entry.event, at: entry.at }] : [],
      )
    const lastByHand = own.findLastIndex((move) => move.by !== null)
    const recent = own.slice(lastByHand + 1).filter((move) => move.cause === 'reassigned' && move.at > at - 600_000)
    const before = own.at(-2)
    return [
      ...(recent.length > 3 ? [`${conversation.contactName} was moved ${recent.length} times in ten minutes`] : []),
      ...(before !== undefined && own.at(-1)?.at === at && at - before.at < delayMs
        ? [`${conversation.contactName} was moved after ${at - before.at} ms`]
        : []),
    ]
  })
}
