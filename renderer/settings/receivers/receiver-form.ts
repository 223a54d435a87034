import type { ChannelRules, OutsideReceiver, PeopleReceiver, Priority, Receiver } from '#protocol/channel'
import type { BotId, GroupId, OperatorId } from '#protocol/ids'
import type { DistributionRules } from '#protocol/queries'

export type ReceiverKind = 'group' | 'operator' | 'bot'

/** One of the two sides as one chooses it: what was chosen before stays while one looks at another kind. */
export interface SideFields<Kind extends string> {
  readonly kind: Kind
  readonly groupId: GroupId | null
  readonly operatorId: OperatorId | null
  /** Set when a bot receives; its reserve is the group, or the operator where there is one. */
  readonly botId: BotId | null
}

export interface ReceiverFields {
  readonly inside: SideFields<ReceiverKind>
  readonly outside: SideFields<ReceiverKind | 'nobody'>
  readonly onlyInHours: boolean
  readonly isNarrowed: boolean
  readonly pool: readonly OperatorId[]
  readonly priority: Priority
}

/** The people of a receiver: itself, or of a bot its reserve. */
export const peopleOf = (receiver: Receiver): PeopleReceiver => (receiver.kind === 'bot' ? receiver.reserve : receiver)

function sideOf<Kind extends string>(receiver: Receiver, kind: Kind, everybody: GroupId | null): SideFields<Kind> {
  const people = peopleOf(receiver)
  return {
    kind,
    groupId: people.kind === 'group' ? people.groupId : receiver.kind === 'bot' ? null : everybody,
    operatorId: people.kind === 'operator' ? people.operatorId : null,
    botId: receiver.kind === 'bot' ? receiver.botId : null,
  }
}

export function fieldsOf(rules: ChannelRules, everybody: GroupId | null): ReceiverFields {
  const { receiver, outside } = rules
  const nobody = { kind: 'nobody' as const, groupId: everybody, operatorId: null, botId: null }
  return {
    inside: sideOf(receiver, receiver.kind, everybody),
    outside: outside.kind === 'nobody' ? nobody : sideOf(outside, outside.kind, everybody),
    onlyInHours: rules.onlyInHours,
    isNarrowed: rules.pool !== null,
    pool: rules.pool ?? [],
    priority: rules.priority,
  }
}

const people = ({ groupId, operatorId }: SideFields<string>): PeopleReceiver | null => {
  if (operatorId !== null) return { kind: 'operator', operatorId }
  return groupId === null ? null : { kind: 'group', groupId }
}

/** Null while nobody is chosen. */
export function receiverOf(side: SideFields<ReceiverKind>): Receiver | null {
  const { kind, groupId, operatorId, botId } = side
  if (kind === 'group') return groupId === null ? null : { kind, groupId }
  if (kind === 'operator') return operatorId === null ? null : { kind, operatorId }
  const reserve = people(side)
  return botId === null || reserve === null ? null : { kind, botId, reserve }
}

export function outsideOf(side: SideFields<ReceiverKind | 'nobody'>): OutsideReceiver | null {
  const { kind } = side
  return kind === 'nobody' ? { kind } : receiverOf({ ...side, kind })
}

/** What is saved; null while something is not chosen yet. */
export function rulesOf(fields: ReceiverFields): ChannelRules | null {
  const receiver = receiverOf(fields.inside)
  const { onlyInHours, priority } = fields
  // Where working hours do not count nobody asks who is there outside them, so it need not be chosen to the end.
  const outside = outsideOf(fields.outside) ?? (onlyInHours ? null : { kind: 'nobody' as const })
  if (receiver === null || outside === null) return null
  return { receiver, outside, onlyInHours, pool: fields.isNarrowed ? [...fields.pool] : null, priority }
}

export type ReceiverProblem = 'insideMissing' | 'outsideMissing' | 'poolEmpty'

/** Everything that keeps the form from being saved. */
export function problemsOf(fields: ReceiverFields): readonly ReceiverProblem[] {
  const checks: readonly (readonly [ReceiverProblem, boolean])[] = [
    ['insideMissing', receiverOf(fields.inside) === null],
    ['outsideMissing', fields.onlyInHours && outsideOf(fields.outside) === null],
    ['poolEmpty', fields.isNarrowed && fields.pool.length === 0],
  ]
  return checks.filter(([, holds]) => holds).map(([problem]) => problem)
}

/** Operators who may get the channel's inquiries inside working hours, before anybody's status is looked at. */
export function candidatesOf(fields: ReceiverFields, { groups }: DistributionRules): readonly OperatorId[] {
  const receiver = receiverOf(fields.inside)
  if (receiver === null) return []
  const those = peopleOf(receiver)
  const members =
    those.kind === 'operator' ? [those.operatorId] : (groups.find(({ id }) => id === those.groupId)?.members ?? [])
  return fields.isNarrowed ? members.filter((id) => fields.pool.includes(id)) : members
}
