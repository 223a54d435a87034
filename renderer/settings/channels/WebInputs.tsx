import type { ChannelDetails } from '#protocol/channel'
import { useBridge } from '../../bridge'
import { useHubNow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Notice } from '../../ui/Notice'
import { TextArea } from '../../ui/TextField'
import { longestGreeting, originsOf, type WebValues, wrongOrigin } from './web-form'

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
  const connection = channel?.connection.messenger === 'web' ? channel.connection : null
  const { snippet = null, tryUrl = '', refusedOrigin = null } = connection ?? {}
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
            <div className="flex gap-2">
              <CopyButton text={snippet} />
              <TryButton url={tryUrl} />
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
      {refusedOrigin === null || originsOf(origins).includes(refusedOrigin.origin) ? null : (
        <RefusedOrigin
          refused={refusedOrigin}
          onAdd={(origin) => onChange({ origins: `${origins}\n${origin}`.trim() })}
        />
      )}
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

function TryButton({ url }: { readonly url: string }) {
  const { t } = useText()
  const bridge = useBridge()
  return (
    <Button size="s" look="ghost" onClick={() => void bridge.openExternal({ url })}>
      {t('channels.tryPage')}
    </Button>
  )
}

interface RefusedProps {
  readonly refused: { readonly origin: string; readonly at: number }
  readonly onAdd: (origin: string) => void
}

/** A page of a site that is not in the list wanted the chat: mostly the company's own, forgotten here. */
function RefusedOrigin({ refused: { origin, at }, onAdd }: RefusedProps) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  return (
    <Notice
      tone="warn"
      end={
        <Button size="s" onClick={() => onAdd(origin)}>
          {t('channels.addOrigin', { origin })}
        </Button>
      }
    >
      {t('channels.refusedOrigin', { origin, time: format.moment(at, now) })}
    </Notice>
  )
}
