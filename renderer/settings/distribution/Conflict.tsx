import type { GroupDetails } from '#protocol/group'
import { type Text, useText } from '../../text/i18n'
import { ConflictNotice } from '../ConflictNotice'
import { type DistributionForm, differences, type FormField } from './distribution-form'

interface Props {
  readonly mine: DistributionForm
  readonly theirs: DistributionForm
  readonly groups: readonly GroupDetails[]
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Another administrator saved the distribution meanwhile. */
export function Conflict({ mine, theirs, groups, onKeepMine, onTakeTheirs }: Props) {
  const { t } = useText()
  const said = (field: FormField, value: string | boolean) => {
    const group = field === 'overflow' ? groups.find(({ id }) => id === value) : undefined
    return group?.name ?? valueText(t, value)
  }
  const rows = differences(mine, theirs).map((difference) => ({
    key: difference.field,
    name: fieldName(t, difference.field),
    mine: said(difference.field, difference.mine),
    theirs: said(difference.field, difference.theirs),
  }))
  return <ConflictNotice rows={rows} onKeepMine={onKeepMine} onTakeTheirs={onTakeTheirs} />
}

function fieldName(t: Text, field: FormField): string {
  switch (field) {
    case 'conversationLimit':
      return t('settings.distribution.limitLabel')
    case 'returnToLastAssignee':
      return t('settings.distribution.returns')
    default:
      return t(`settings.distribution.${field}`)
  }
}

const words = ['off', 'allUncompleted', 'onlyNew', 'allOpen', 'awaitingAnswer'] as const

function valueText(t: Text, value: string | boolean): string {
  if (typeof value === 'boolean') return value ? t('settings.distribution.on') : t('settings.distribution.offWord')
  if (value === '') return t('settings.distribution.none')
  const word = words.find((one) => one === value)
  return word === undefined ? value : t(`settings.distribution.${word}`)
}
