import { Controller, useFormContext } from 'react-hook-form'
import type { DistributionRules } from '#protocol/queries'
import { reassignmentModes } from '#protocol/settings'
import { useText } from '../../text/i18n'
import { RadioCards } from '../../ui/RadioCards'
import { Switch } from '../../ui/Switch'
import { FormSet } from '../FormSet'
import type { DistributionForm } from './distribution-form'
import { NumberSentence } from './NumberSentence'
import { PresenceFields } from './PresenceFields'
import { WaitingFields } from './WaitingFields'

const loads = ['allOpen', 'awaitingAnswer'] as const

export function DistributionFields({ rules }: { readonly rules: DistributionRules }) {
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
        <WaitingFields groups={rules.groups} />
      </FormSet>
      <FormSet title={t('settings.distribution.times')} text={t('settings.distribution.timesText')}>
        <PresenceFields
          hasHours={rules.schedule.value !== null || rules.groups.some(({ schedule }) => schedule !== null)}
        />
      </FormSet>
    </div>
  )
}
