import type { World } from './world'

/** What the promises 5 to 10 and 14 of reliability.md forbid and this step has done; empty when all is well. */
export function broken(world: World): readonly string[] {
  return [
    ...world.hub.mirror.problems,
    ...world.hub.bugs.map((bug) => `the hub has found a bug of its own: ${bug}`),
    ...world.witness.problems,
    ...new Set(world.watch.problems),
    ...world.overtaken.problems(),
    ...world.problems,
    ...oneAssignee(world),
  ]
}

/** Promise 6: each change begins with whom the last one ended; a reopened conversation begins with nobody. */
function oneAssignee(world: World): readonly string[] {
  return world.moves.flatMap(({ known }) => {
    const { row } = world.ledger.now(known.row.id)
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
