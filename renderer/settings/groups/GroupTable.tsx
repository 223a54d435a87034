import type { GroupDetails } from '#protocol/group'
import type { GroupId } from '#protocol/ids'
import type { DistributionRules } from '#protocol/queries'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { channelsOf } from './channels-of'
import { answerTimeText } from './group-outcome'

interface Props {
  readonly rules: DistributionRules
  readonly opened: GroupId | null
  readonly onOpen: (id: GroupId) => void
}

export function GroupTable({ rules, opened, onOpen }: Props) {
  const { t } = useText()
  const sorted = rules.groups.toSorted(
    (a, b) => Number(b.isEverybody) - Number(a.isEverybody) || a.name.localeCompare(b.name),
  )
  return (
    <div className="table-wrap scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{t('groups.name')}</th>
            <th>{t('groups.orderColumn')}</th>
            <th className="text-end">{t('groups.answerColumn')}</th>
            <th data-optional className="text-end">
              {t('groups.limitColumn')}
            </th>
            <th data-optional>{t('groups.hoursColumn')}</th>
            <th>{t('groups.channelsColumn')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((group) => (
            <GroupRow key={group.id} rules={rules} group={group} isOpen={group.id === opened} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  readonly rules: DistributionRules
  readonly group: GroupDetails
  readonly isOpen: boolean
  readonly onOpen: (id: GroupId) => void
}

function GroupRow({ rules, group, isOpen, onOpen }: RowProps) {
  const { t, format } = useText()
  const people = usePeople()
  const overflow = rules.settings.overflowGroupId === group.id ? [t('groups.helpsOut')] : []
  const uses = [...channelsOf(rules, group.id), ...overflow].join(', ')
  const members = group.members.map(people.operator).join(', ')
  return (
    <tr className={isOpen ? 'bg-accent-tint' : undefined}>
      <td className="w-1/2 max-w-0">
        <span className="block min-w-36">
          <button
            type="button"
            className="flex max-w-full font-medium hover:underline"
            aria-expanded={isOpen}
            onClick={() => onOpen(group.id)}
          >
            <span className="cut">{group.name}</span>
          </button>
          <span className="cut block text-small text-text-3" title={members}>
            {t('groups.people', { count: group.members.length })}
            {members === '' ? null : `: ${members}`}
          </span>
        </span>
      </td>
      <td>{t(`groups.${group.order}`)}</td>
      <td className="text-end tabular-nums">
        {group.answerTimeMs === null ? <None /> : answerTimeText(format, group.answerTimeMs)}
      </td>
      <td data-optional className="text-end tabular-nums">
        {group.limit === null ? <None /> : group.limit}
      </td>
      <td data-optional>{group.schedule === null ? t('groups.hoursCompany') : t('groups.hoursOwn')}</td>
      <td className="w-1/3 max-w-0">
        <span className="cut block min-w-24" title={uses}>
          {uses === '' ? <span className="text-text-3">{t('groups.noChannels')}</span> : uses}
        </span>
      </td>
    </tr>
  )
}

function None() {
  const { t } = useText()
  return <span className="text-text-3">{t('groups.none')}</span>
}
