import { Controller, useFormContext } from 'react-hook-form'
import { useText } from '../../text/i18n'
import { Switch } from '../../ui/Switch'
import { PageLink } from '../PageLink'
import type { DistributionForm } from './distribution-form'
import { NumberSentence } from './NumberSentence'

/** When a status changes without its operator: lost link, an untouched device, the end of working hours. */
export function PresenceFields({ hasHours }: { readonly hasHours: boolean }) {
  const { t } = useText()
  const { control } = useFormContext<DistributionForm>()
  return (
    <>
      <NumberSentence
        name="grace"
        label={t('settings.distribution.grace')}
        hint={t('settings.distribution.graceHint')}
      />
      <NumberSentence name="away" label={t('settings.distribution.away')} />
      <NumberSentence name="restartGrace" label={t('settings.distribution.restartGrace')} />
      <NumberSentence name="idle" label={t('settings.distribution.idle')} hint={t('settings.distribution.idleHint')} />
      <Controller
        control={control}
        name="busyWhenLocked"
        render={({ field }) => (
          <Switch
            label={t('settings.distribution.busyWhenLocked')}
            hint={t('settings.distribution.busyWhenLockedText')}
            isOn={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <Controller
        control={control}
        name="offlineAtClosing"
        render={({ field }) => (
          <Switch
            label={t('settings.distribution.offlineAtClosing')}
            hint={
              hasHours ? (
                t('settings.distribution.offlineAtClosingText')
              ) : (
                <>
                  {t('settings.distribution.offlineAtClosingMissing')}{' '}
                  <PageLink page="hours">{t('hours.set')}</PageLink>
                </>
              )
            }
            isOn={field.value}
            isDisabled={!hasHours && !field.value}
            onChange={field.onChange}
          />
        )}
      />
    </>
  )
}
