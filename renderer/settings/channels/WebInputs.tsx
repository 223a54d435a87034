import { useFormContext, useWatch } from 'react-hook-form'
import type { ChannelDetails } from '#protocol/channel'
import { useText } from '../../text/i18n'
import { CopyButton } from '../../ui/CopyButton'
import { TextArea } from '../../ui/TextField'
import type { ChannelFields } from './channel-form'

const longestGreeting = 250

export function WebInputs({ channel }: { readonly channel: ChannelDetails | null }) {
  const { t } = useText()
  const { register, control, formState } = useFormContext<ChannelFields>()
  const greeting = useWatch({ control, name: 'greeting' })
  const { errors } = formState
  const snippet = channel?.connection.messenger === 'web' ? channel.connection.snippet : null
  return (
    <>
      <div className="grid gap-2">
        <h3>{t('settings.channels.web.place')}</h3>
        <p className="text-text-2">
          {snippet === null ? t('settings.channels.web.placeLater') : t('settings.channels.web.placeText')}
        </p>
        {snippet === null ? null : (
          <>
            <code className="snippet">{snippet}</code>
            <div>
              <CopyButton text={snippet} />
            </div>
          </>
        )}
      </div>
      <TextArea
        label={t('settings.channels.web.origins')}
        hint={t('settings.channels.web.originsHint')}
        error={
          errors.origins === undefined
            ? null
            : t('settings.channels.web.originWrong', { origin: errors.origins.message ?? '' })
        }
        spellCheck={false}
        autoCapitalize="none"
        {...register('origins')}
      />
      <TextArea
        label={t('settings.channels.web.greeting')}
        hint={t('settings.channels.web.greetingHint')}
        error={errors.greeting === undefined ? null : t('settings.tooLong', { limit: longestGreeting })}
        end={
          <span className="text-micro text-text-3">
            {t('settings.channels.web.left', { length: greeting.length, limit: longestGreeting })}
          </span>
        }
        {...register('greeting')}
      />
    </>
  )
}
