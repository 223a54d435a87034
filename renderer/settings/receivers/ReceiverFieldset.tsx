import type { DistributionRules } from '#protocol/queries'
import { useText } from '../../text/i18n'
import { RadioCards } from '../../ui/RadioCards'
import { Switch } from '../../ui/Switch'
import { FormSet } from '../FormSet'
import { PageLink } from '../PageLink'
import { PoolFields } from './PoolFields'
import type { ReceiverFields, ReceiverProblem } from './receiver-form'
import { SideInputs } from './SideInputs'

const insideKinds = ['group', 'operator', 'bot'] as const
const outsideKinds = ['nobody', ...insideKinds] as const
const priorities = ['normal', 'high'] as const

interface Props {
  readonly fields: ReceiverFields
  readonly rules: DistributionRules
  readonly problems: readonly ReceiverProblem[]
  readonly onChange: (part: Partial<ReceiverFields>) => void
}

/** Who gets the channel's inquiries, when, and how soon. */
export function ReceiverFieldset({ fields, rules, problems, onChange }: Props) {
  const { t } = useText()
  const missing = (problem: ReceiverProblem) => (problems.includes(problem) ? t('receivers.notChosen') : null)
  return (
    <>
      <FormSet title={fields.onlyInHours ? t('receivers.inside') : t('receivers.dayAndNightTitle')}>
        <SideInputs
          label={t('receivers.inside')}
          kinds={insideKinds}
          side={fields.inside}
          rules={rules}
          error={missing('insideMissing')}
          onChange={(inside) => onChange({ inside })}
        />
        {rules.groups.length > 1 ? null : (
          <p className="text-text-2">
            {t('receivers.oneGroup')} <PageLink page="groups">{t('receivers.makeGroup')}</PageLink>
          </p>
        )}
      </FormSet>
      <FormSet title={t('receivers.outside')}>
        <Switch
          label={t('receivers.inHours')}
          hint={t('receivers.inHoursText')}
          isOn={fields.onlyInHours}
          onChange={(onlyInHours) => onChange({ onlyInHours })}
        />
        <HoursNote fields={fields} rules={rules} />
        <SideInputs
          label={t('receivers.outside')}
          kinds={outsideKinds}
          side={fields.outside}
          rules={rules}
          error={missing('outsideMissing')}
          isDisabled={!fields.onlyInHours}
          onChange={(outside) => onChange({ outside })}
        />
      </FormSet>
      <PoolFields fields={fields} rules={rules} isEmptyWrong={problems.includes('poolEmpty')} onChange={onChange} />
      <FormSet title={t('receivers.priority')}>
        <RadioCards
          label={t('receivers.priority')}
          value={fields.priority}
          options={priorities.map((value) => ({
            value,
            label: t(`receivers.${value}`),
            hint: t(`receivers.${value}Text`),
          }))}
          onChange={(priority) => onChange({ priority })}
        />
      </FormSet>
    </>
  )
}

/** Whose hours count here, or why none do. */
function HoursNote({ fields, rules }: Pick<Props, 'fields' | 'rules'>) {
  const { t } = useText()
  if (!fields.onlyInHours) return <p className="text-text-2">{t('receivers.outsideOff')}</p>
  const isSet = rules.schedule.value !== null
  return (
    <p className="text-text-2">
      {isSet ? t('hours.applies') : t('receivers.hoursMissing')}{' '}
      <PageLink page="hours">{isSet ? t('hours.change') : t('hours.set')}</PageLink>
    </p>
  )
}
