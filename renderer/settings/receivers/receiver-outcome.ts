import type { OutsideReceiver, PeopleReceiver, Receiver } from '#protocol/channel'
import { assertNever } from '#protocol/ids'
import type { DistributionRules } from '#protocol/queries'
import type { People } from '../../state/people'
import type { Text } from '../../text/i18n'
import { candidatesOf, outsideOf, peopleOf, type ReceiverFields, receiverOf } from './receiver-form'

/** Names of those who receive, from the rules as they are now. */
export interface Naming {
  readonly t: Text
  readonly people: People
  readonly rules: DistributionRules
}

const nameOf = ({ people, rules }: Naming, receiver: PeopleReceiver) =>
  receiver.kind === 'operator'
    ? people.operator(receiver.operatorId)
    : (rules.groups.find(({ id }) => id === receiver.groupId)?.name ?? people.group(receiver.groupId))

/** «Группа «Возвраты»», «Иван Мельник», «Ждут открытия». */
export function receiverName(naming: Naming, receiver: OutsideReceiver): string {
  const { t } = naming
  switch (receiver.kind) {
    case 'nobody':
      return t('receivers.waits')
    case 'group':
      return t('receivers.groupOf', { name: nameOf(naming, receiver) })
    case 'operator':
      return nameOf(naming, receiver)
    case 'bot':
      return t('receivers.botOf', { name: nameOf(naming, receiver.reserve) })
    default:
      return assertNever(receiver)
  }
}

const kinds = { group: 'Group', operator: 'Operator', bot: 'Bot' } as const

/** In words what these settings will do: the sentence at the top of the form. */
export function receiverOutcome(naming: Naming, fields: ReceiverFields): string {
  const { t, rules } = naming
  const inside = receiverOf(fields.inside)
  const outside = outsideOf(fields.outside)
  const named = (when: 'inside' | 'always' | 'outside', receiver: Receiver) =>
    t(`receivers.outcome.${when}${kinds[receiver.kind]}`, { name: nameOf(naming, peopleOf(receiver)) })
  const outsideSentence = (receiver: OutsideReceiver) =>
    receiver.kind === 'nobody' ? t('receivers.outcome.outsideNobody') : named('outside', receiver)
  return [
    inside === null ? null : named(fields.onlyInHours ? 'inside' : 'always', inside),
    outside === null || !fields.onlyInHours ? null : outsideSentence(outside),
    fields.isNarrowed ? t('receivers.outcome.pool', { count: candidatesOf(fields, rules).length }) : null,
    fields.priority === 'high' ? t('receivers.outcome.high') : null,
  ]
    .filter((one) => one !== null)
    .join(' ')
}
