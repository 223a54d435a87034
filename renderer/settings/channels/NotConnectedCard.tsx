import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Mark } from '../../ui/Mark'
import type { ConnectableMessenger } from './channel-form'

interface Props {
  readonly messenger: ConnectableMessenger
  readonly onConnect: () => void
}

/** What it is for, what it costs, who can do it. */
export function NotConnectedCard({ messenger, onConnect }: Props) {
  const { t } = useText()
  return (
    <article className="card channel-card">
      <div className="flex items-center gap-3">
        <Mark messenger={messenger} size={36} isDecorative />
        <h3 className="text-message">{t(`common.messenger.${messenger}`)}</h3>
      </div>
      <p className="channel-state text-text-3">
        <span className="channel-lamp" data-health="none" />
        {t('settings.channels.notConnected')}
      </p>
      <p className="text-text-2">{t(`settings.channels.${messenger}Purpose`)}</p>
      <div className="mt-auto pt-0.5">
        <Button size="s" onClick={onConnect}>
          {t('settings.channels.connect')}
        </Button>
      </div>
    </article>
  )
}
