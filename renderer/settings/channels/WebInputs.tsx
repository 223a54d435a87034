import type { ChannelDetails } from '#protocol/channel'
import { useText } from '../../text/i18n'
import { CopyButton } from '../../ui/CopyButton'
import { TextArea } from '../../ui/TextField'
import { longestGreeting, type WebValues, wrongOrigin } from './web-form'

interface Props {
  readonly channel: ChannelDetails | null
  readonly values: WebValues
  readonly isTried: boolean
  readonly onChange: (part: Partial<WebValues>) => void
}

export function WebInputs({ channel, values, isTried, onChange }: Props) {
  const { t } = useText()
  const { origins, greeting } = values
  const wrong = isTried ? wrongOrigin(origins) : null
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
        error={wrong === null ? null : t('settings.channels.web.originWrong', { origin: wrong })}
        spellCheck={false}
        autoCapitalize="none"
        value={origins}
        onChange={(event) => onChange({ origins: event.target.value })}
      />
      <TextArea
        label={t('settings.channels.web.greeting')}
        hint={t('settings.channels.web.greetingHint')}
        error={greeting.length <= longestGreeting ? null : t('settings.tooLong', { limit: longestGreeting })}
        end={
          <span className="text-micro text-text-3">
            {t('settings.channels.web.left', { length: greeting.length, limit: longestGreeting })}
          </span>
        }
        value={greeting}
        onChange={(event) => onChange({ greeting: event.target.value })}
      />
    </>
  )
}
