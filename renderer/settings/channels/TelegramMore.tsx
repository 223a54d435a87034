import { ChevronRight } from 'lucide-react'
import { Controller, useFormContext } from 'react-hook-form'
import { useText } from '../../text/i18n'
import { Field } from '../../ui/Field'
import { Segmented } from '../../ui/Segmented'
import { TextField } from '../../ui/TextField'
import type { ChannelFields } from './channel-form'

/** What hardly anybody changes: how messages arrive, and another Bot API server. */
export function TelegramMore() {
  const { t } = useText()
  const { control, register, formState } = useFormContext<ChannelFields>()
  return (
    <details className="group">
      <summary className="flex min-h-6 w-fit cursor-default list-none items-center gap-1 font-medium text-text-2">
        <ChevronRight className="icon group-open:rotate-90" aria-hidden="true" />
        {t('settings.channels.telegram.more')}
      </summary>
      <div className="mt-3 grid gap-4">
        <Controller
          control={control}
          name="mode"
          render={({ field }) => (
            <Field label={t('settings.channels.telegram.mode')} hint={t('settings.channels.telegram.modeHint')}>
              {() => (
                <Segmented
                  label={t('settings.channels.telegram.mode')}
                  className="justify-self-start"
                  value={field.value}
                  options={[
                    { value: 'polling', label: t('settings.channels.telegram.polling') },
                    { value: 'webhook', label: t('settings.channels.telegram.webhook') },
                  ]}
                  onChange={field.onChange}
                />
              )}
            </Field>
          )}
        />
        <TextField
          label={t('settings.channels.telegram.baseUrl')}
          hint={t('settings.channels.telegram.baseUrlHint')}
          error={formState.errors.baseUrl === undefined ? null : t('settings.channels.telegram.baseUrlWrong')}
          inputMode="url"
          spellCheck={false}
          {...register('baseUrl')}
        />
      </div>
    </details>
  )
}
