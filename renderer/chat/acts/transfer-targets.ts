import type { ConversationRow } from '#protocol/conversation'
import type { Group, Operator } from '#protocol/operator'

const rank = { online: 0, busy: 1, lost: 2, offline: 3 } as const
const folded = (text: string): string => text.toLocaleLowerCase('ru').replaceAll('ё', 'е')

/** Who can get it, those who are there first, the least loaded of them first; not the one who has it. */
export function operatorTargets(operators: readonly Operator[], row: ConversationRow, search: string) {
  const wanted = folded(search.trim())
  return operators
    .filter((one) => one.isActive && !(row.assignee?.kind === 'operator' && row.assignee.id === one.id))
    .filter((one) => folded(one.name).includes(wanted))
    .toSorted(
      (one, other) =>
        rank[one.presence.effective] - rank[other.presence.effective] ||
        one.load - other.load ||
        one.name.localeCompare(other.name),
    )
}

export function groupTargets(groups: readonly Group[], search: string): readonly Group[] {
  const wanted = folded(search.trim())
  return groups.filter((group) => folded(group.name).includes(wanted))
}

export const isAbsent = (operator: Operator): boolean => operator.presence.effective !== 'online'
export const isAtLimit = (operator: Operator): boolean => operator.limit !== null && operator.load >= operator.limit
