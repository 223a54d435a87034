import type { Messenger } from '#protocol/channel'
import { useBridge } from '../../bridge'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Mark } from '../../ui/Mark'
import { messengers } from './messengers/messengers'

interface Props {
  readonly messenger: Messenger
  readonly publicUrl: string | null
  readonly onConnect: () => void
}

/** What it is for, what it costs or demands, who can do it; and what is missing before it can be done. */
export function NotConnectedCard({ messenger, publicUrl, onConnect }: Props) {
  const { t } = useText()
  const bridge = useBridge()
  const { purpose, price, who, guideUrl, needsPublicAddress } = messengers[messenger]
  const isMissing = needsPublicAddress && publicUrl === null
  const name = t(`common.messenger.${messenger}`)
  return (
    <article className="card channel-card" aria-label={name}>
      <div className="flex items-center gap-3">
        <Mark messenger={messenger} size={36} isDecorative />
        <div className="min-w-0">
          <h3 className="text-message leading-[18px]">{name}</h3>
          <p className="channel-state text-text-3">
            <span className="channel-lamp" data-health="none" />
            {t('settings.channels.notConnected')}
          </p>
        </div>
      </div>
      <p className="text-text-2">
        {purpose(t)} {price(t)}
      </p>
      <p className="text-text-2">{who(t)}</p>
      {isMissing ? <p className="text-warn">{t('messengers.noPublicAddress')}</p> : null}
      <div className="mt-auto flex flex-wrap gap-1.5 pt-0.5">
        <Button size="s" reason={isMissing ? t('messengers.noPublicAddress') : null} onClick={onConnect}>
          {t('settings.channels.connect')}
        </Button>
        {guideUrl === null ? null : (
          <Button size="s" look="ghost" onClick={() => void bridge.openExternal({ url: guideUrl })}>
            {t('messengers.guide')}
          </Button>
        )}
      </div>
    </article>
  )
}
