import { useWorkspace } from '../../state/hooks'
import { type Text, useText } from '../../text/i18n'
import { ConflictNotice } from '../ConflictNotice'
import { type DistributionForm, differences, type FormField } from './distribution-form'

interface Props {
  readonly mine: DistributionForm
  readonly theirs: DistributionForm
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Another administrator saved the distribution meanwhile. */
export function Conflict({ mine, theirs, onKeepMine, onTakeTheirs }: Props) {
  const { t } = useText()
  const groups = useWorkspace((state) => state.company?.groups)
  const nameOf = (field: FormField) => {
    const group = groups?.find((one) => `orders.${one.id}` === field)
    return group === undefined ? fieldName(t, field) : t('settings.distribution.order', { name: group.name })
  }
  const rows = differences(mine, theirs).map((difference) => ({
    key: difference.field,
    name: nameOf(difference.field),
    mine: valueText(t, difference.mine),
    theirs: valueText(t, difference.theirs),
  }))
  return <ConflictNotice rows={rows} onKeepMine={onKeepMine} onTakeTheirs={onTakeTheirs} />
}

function fieldName(t: Text, field: FormField): string {
  switch (field) {
    case 'conversationLimit':
      return t('settings.distribution.limitLabel')
    case 'returnToLastAssignee':
      return t('settings.distribution.returns')
    case 'isOn':
    case 'loadCounts':
    case 'reassignment':
    case 'delay':
    case 'grace':
    case 'restartGrace':
    case 'away':
    case 'alarm':
    case 'target':
      return t(`settings.distribution.${field}`)
    default:
      return field
  }
}

const words = new Set([
  'off',
  'allUncompleted',
  'onlyNew',
  'allOpen',
  'awaitingAnswer',
  'inTurn',
  'leastLoaded',
  'byHand',
])
type Word = 'off' | 'allUncompleted' | 'onlyNew' | 'allOpen' | 'awaitingAnswer' | 'inTurn' | 'leastLoaded' | 'byHand'
const isWord = (value: string): value is Word => words.has(value)

function valueText(t: Text, value: string | boolean): string {
  if (typeof value === 'boolean') return value ? t('settings.distribution.on') : t('settings.distribution.offWord')
  if (value === '') return t('settings.distribution.none')
  return isWord(value) ? t(`settings.distribution.${value}`) : value
}
