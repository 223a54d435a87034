import { useWorkspace } from '../../state/hooks'
import { type Text, useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { type DistributionForm, differences, type FormField } from './distribution-form'

interface Props {
  readonly mine: DistributionForm
  readonly theirs: DistributionForm
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Somebody else saved meanwhile: both values side by side, nothing lost, nothing overwritten unasked. */
export function Conflict({ mine, theirs, onKeepMine, onTakeTheirs }: Props) {
  const { t } = useText()
  const groups = useWorkspace((state) => state.company?.groups)
  const nameOf = (field: FormField) => {
    const group = groups?.find((one) => `orders.${one.id}` === field)
    return group === undefined ? fieldName(t, field) : t('settings.distribution.order', { name: group.name })
  }
  return (
    <Notice tone="warn" isNews className="mb-5 max-w-[720px]">
      <p>
        <b>{t('settings.distribution.conflict')}</b> {t('settings.distribution.conflictText')}
      </p>
      <table className="my-2 w-full">
        <thead>
          <tr className="text-small text-text-2">
            <th>{t('settings.distribution.field')}</th>
            <th>{t('settings.distribution.mine')}</th>
            <th>{t('settings.distribution.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {differences(mine, theirs).map((difference) => (
            <tr key={difference.field}>
              <td className="py-0.5 pe-3">{nameOf(difference.field)}</td>
              <td className="pe-3 font-medium">{valueText(t, difference.mine)}</td>
              <td>{valueText(t, difference.theirs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap gap-2">
        <Button size="s" onClick={onKeepMine}>
          {t('settings.distribution.keepMine')}
        </Button>
        <Button size="s" onClick={onTakeTheirs}>
          {t('settings.distribution.takeTheirs')}
        </Button>
      </div>
    </Notice>
  )
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
