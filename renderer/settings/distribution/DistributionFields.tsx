import type { ReactNode } from 'react'
import { Controller, useFormContext } from 'react-hook-form'
import { reassignmentModes } from '#protocol/settings'
import { useText } from '../../text/i18n'
import { RadioCards } from '../../ui/RadioCards'
import { Switch } from '../../ui/Switch'
import type { DistributionForm } from './distribution-form'
import { NumberSentence } from './NumberSentence'

const loads = ['allOpen', 'awaitingAnswer'] as const

export function DistributionFields() {
  const { t } = useText()
  const { control } = useFormContext<DistributionForm>()
  return (
    <div className="form">
      <FormSet>
        <Controller
          control={control}
          name="isOn"
          render={({ field }) => (
            <Switch
              isHead
              label={t('settings.distribution.isOn')}
              hint={t('settings.distribution.isOnText')}
              isOn={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </FormSet>
      <FormSet title={t('settings.distribution.limit')} text={t('settings.distribution.limitText')}>
        <NumberSentence name="conversationLimit" label={t('settings.distribution.limitLabel')} />
        <Controller
          control={control}
          name="loadCounts"
          render={({ field }) => (
            <RadioCards
              label={t('settings.distribution.loadCounts')}
              value={field.value}
              options={loads.map((value) => ({
                value,
                label: t(`settings.distribution.${value}`),
                hint: t(`settings.distribution.${value}Text`),
              }))}
              onChange={field.onChange}
            />
          )}
        />
      </FormSet>
      <FormSet title={t('settings.distribution.reassignment')} text={t('settings.distribution.reassignmentText')}>
        <Controller
          control={control}
          name="reassignment"
          render={({ field }) => (
            <RadioCards
              label={t('settings.distribution.reassignment')}
              value={field.value}
              options={reassignmentModes.map((value) => ({
                value,
                label: t(`settings.distribution.${value}`),
                hint: t(`settings.distribution.${value}Text`),
              }))}
              onChange={field.onChange}
            />
          )}
        />
        <NumberSentence name="delay" label={t('settings.distribution.delay')} />
        <Controller
          control={control}
          name="returnToLastAssignee"
          render={({ field }) => (
            <Switch
              label={t('settings.distribution.returns')}
              hint={t('settings.distribution.returnsText')}
              isOn={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </FormSet>
      <FormSet title={t('settings.distribution.targets')} text={t('settings.distribution.targetsText')}>
        <NumberSentence
          name="target"
          label={t('settings.distribution.target')}
          hint={t('settings.distribution.targetHint')}
        />
        <NumberSentence
          name="alarm"
          label={t('settings.distribution.alarm')}
          hint={t('settings.distribution.alarmHint')}
        />
      </FormSet>
      <FormSet title={t('settings.distribution.times')}>
        <NumberSentence
          name="grace"
          label={t('settings.distribution.grace')}
          hint={t('settings.distribution.graceHint')}
        />
        <NumberSentence name="away" label={t('settings.distribution.away')} />
        <NumberSentence name="restartGrace" label={t('settings.distribution.restartGrace')} />
      </FormSet>
    </div>
  )
}

interface FormSetProps {
  readonly title?: string
  readonly text?: string
  readonly children: ReactNode
}

function FormSet({ title, text, children }: FormSetProps) {
  return (
    <div className="form-set">
      {title === undefined ? null : (
        <div className="form-set-head">
          <h3>{title}</h3>
          {text === undefined ? null : <p className="text-text-2">{text}</p>}
        </div>
      )}
      {children}
    </div>
  )
}
