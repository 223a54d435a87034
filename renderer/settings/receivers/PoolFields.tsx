import { CircleAlert } from 'lucide-react'
import { useId } from 'react'
import type { DistributionRules } from '#protocol/queries'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Checkbox } from '../../ui/Checkbox'
import { Notice } from '../../ui/Notice'
import { RadioCards } from '../../ui/RadioCards'
import { FormSet } from '../FormSet'
import { candidatesOf, type ReceiverFields } from './receiver-form'

interface Props {
  readonly fields: ReceiverFields
  readonly rules: DistributionRules
  readonly isEmptyWrong: boolean
  readonly onChange: (part: Partial<ReceiverFields>) => void
}

/** Operators the channel is narrowed to, or everybody of the receiver. */
export function PoolFields({ fields, rules, isEmptyWrong, onChange }: Props) {
  const { t } = useText()
  const id = useId()
  const operators = useWorkspace((state) => state.company?.operators)
  const { pool, isNarrowed } = fields
  const sorted = (operators ?? [])
    .filter((one) => one.isActive || pool.includes(one.id))
    .toSorted((a, b) => a.name.localeCompare(b.name))
  const misses = isNarrowed && pool.length > 0 && candidatesOf(fields, rules).length === 0
  return (
    <FormSet title={t('receivers.pool')} text={t('receivers.poolText')}>
      <RadioCards
        label={t('receivers.pool')}
        value={isNarrowed ? 'some' : 'all'}
        options={[
          { value: 'all', label: t('receivers.poolAll'), hint: t('receivers.poolAllText') },
          { value: 'some', label: t('receivers.poolSome'), hint: t('receivers.poolSomeText') },
        ]}
        onChange={(kind) => onChange({ isNarrowed: kind === 'some' })}
      />
      {isNarrowed ? (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid of columns
        <div
          role="group"
          className="grid grid-cols-[repeat(auto-fill,minmax(168px,1fr))] gap-x-4 gap-y-1"
          aria-label={t('receivers.poolWho')}
          aria-describedby={isEmptyWrong ? id : undefined}
        >
          {sorted.map((operator) => (
            <Checkbox
              key={operator.id}
              label={<span className="wrap-anywhere">{operator.name}</span>}
              isOn={pool.includes(operator.id)}
              onChange={(isIn) =>
                onChange({ pool: isIn ? [...pool, operator.id] : pool.filter((one) => one !== operator.id) })
              }
            />
          ))}
        </div>
      ) : null}
      {isEmptyWrong ? (
        <p id={id} className="error">
          <CircleAlert className="icon" aria-hidden="true" />
          <span>{t('receivers.poolEmpty')}</span>
        </p>
      ) : null}
      {misses ? <Notice tone="warn">{t('receivers.poolMisses')}</Notice> : null}
    </FormSet>
  )
}
