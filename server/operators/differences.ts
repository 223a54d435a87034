import type { OperatorsWork } from './ports'
import type { Roster } from './roster'

/** Operators whose load in the model is not what the rows say. What waits for an answer is counted only where it decides. */
export async function differences({ members, settings, groups }: Roster, work: OperatorsWork): Promise<number> {
  const hasGroupLimits = [...groups.values()].some((group) => group.limit !== null)
  if (settings.loadCounts === 'allOpen' && !hasGroupLimits) {
    const counts = await work.company.openCounts()
    return [...members].filter(([id, { open }]) => open !== (counts.get(id) ?? 0)).length
  }
  const rows = new Map((await work.company.loads()).map((row) => [row.operatorId, row]))
  return [...members].filter(([id, member]) => {
    const row = rows.get(id)
    if (member.open !== (row?.open ?? 0) || member.awaiting !== (row?.awaiting ?? 0)) return true
    const counted = row?.groups ?? []
    return (
      counted.length !== member.groups.size ||
      counted.some(({ groupId, open, awaiting }) => {
        const known = member.groups.get(groupId)
        return known?.open !== open || known.awaiting !== awaiting
      })
    )
  }).length
}
