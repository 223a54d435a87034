import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { ConflictNotice } from '../ConflictNotice'
import { scheduleDifferences } from '../hours/schedule-draft'
import type { GroupFields } from './group-form'

interface Props {
  readonly mine: GroupFields
  readonly theirs: GroupFields
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Another administrator saved this group meanwhile. */
export function GroupConflict({ mine, theirs, onKeepMine, onTakeTheirs }: Props) {
  const { t, format } = useText()
  const people = usePeople()
  const none = t('groups.none')
  const both = (key: string, name: string, read: (fields: GroupFields) => string) => ({
    ...{ key, name, mine: read(mine), theirs: read(theirs) },
  })
  const schedule = ({ hasOwnHours, draft }: GroupFields) => (hasOwnHours ? draft : null)
  const rows = [
    both('name', t('groups.name'), ({ name }) => name),
    both('order', t('groups.order'), ({ order }) => t(`groups.${order}`)),
    both('members', t('groups.members'), ({ members }) => members.map(people.operator).join(', ') || none),
    both('answerTime', t('groups.answerTime'), ({ answerTime }) => answerTime || none),
    both('limit', t('groups.limit'), ({ limit }) => limit || none),
  ].filter((row) => row.mine !== row.theirs)
  const hours = scheduleDifferences(t, format, schedule(mine), schedule(theirs), t('groups.hoursCompany'))
  return <ConflictNotice rows={[...rows, ...hours]} onKeepMine={onKeepMine} onTakeTheirs={onTakeTheirs} />
}
