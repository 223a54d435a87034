import type { Command } from '#protocol/commands'
import { assertNever, type OperatorId } from '#protocol/ids'
import type { Group, Operator } from '#protocol/operator'
import type { Text } from '../text/i18n'

/** Whom conversations can be given to; the queue leaves the choice to distribution. */
export type Target =
  | { readonly kind: 'operator'; readonly operator: Operator }
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'queue' }

const rank = { online: 0, busy: 1, lost: 2, offline: 3 } as const
export const folded = (text: string): string => text.toLocaleLowerCase('ru').replaceAll('ё', 'е')

/** Who can get it, those who are there first, the least loaded of them first; not the one who has it. */
export function operatorTargets(operators: readonly Operator[], except: OperatorId | null, search: string) {
  const wanted = folded(search.trim())
  return operators
    .filter((one) => one.isActive && one.id !== except)
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

type TargetRef = Command<'conversation.handOver'>['to']

/** The target as commands name it. */
export function receiverOf(target: Target): TargetRef {
  switch (target.kind) {
    case 'operator':
      return { kind: 'operator', operatorId: target.operator.id }
    case 'group':
      return { kind: 'group', groupId: target.group.id }
    case 'queue':
      return { kind: 'queue' }
    default:
      return assertNever(target)
  }
}

export function nameOf(target: Target, t: Text): string {
  switch (target.kind) {
    case 'operator':
      return target.operator.name
    case 'group':
      return target.group.name
    case 'queue':
      return t('chat.acts.queue')
    default:
      return assertNever(target)
  }
}
