import { useState } from 'react'
import type { OperatorId } from '#protocol/ids'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { SearchSelect } from '../../ui/SearchSelect'
import { FormSet } from '../FormSet'
import { MemberList } from './MemberList'

interface Props {
  readonly members: readonly OperatorId[]
  readonly isFixed: boolean
  readonly onChange: (members: readonly OperatorId[]) => void
}

/** Who is in the group: the list in its order, and beneath it whoever may be added. */
export function MemberFields({ members, isFixed, onChange }: Props) {
  const { t } = useText()
  const [said, setSaid] = useState('')
  const operators = useWorkspace((state) => state.company?.operators)
  const others = (operators ?? [])
    .filter(({ id, isActive }) => isActive && !members.includes(id))
    .map(({ id, name }) => ({ value: id, label: name }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
  return (
    <FormSet title={t('groups.members')} text={t('groups.membersText')}>
      {members.length === 0 ? <p className="text-text-3">{t('groups.membersNone')}</p> : null}
      <MemberList members={members} isFixed={isFixed} onChange={onChange} say={setSaid} />
      {isFixed ? null : (
        <SearchSelect
          label={t('groups.addMember')}
          emptyText={t('groups.addMember')}
          placeholder={t('groups.findMember')}
          noneText={others.length === 0 ? t('groups.everybodyIn') : t('groups.nobodyFound')}
          items={others}
          chosen={null}
          onChoose={({ value, label }) => {
            onChange([...members, value])
            setSaid(t('groups.added', { name: label, place: members.length + 1 }))
          }}
        />
      )}
      <p className="sr-only" role="status">
        {said}
      </p>
    </FormSet>
  )
}
