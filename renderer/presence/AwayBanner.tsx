import { Coffee } from 'lucide-react'
import { useAccount, useIsLive, useOperator } from '../state/hooks'
import { useText } from '../text/i18n'

/** Busy because nobody has touched the device: why, and that a touch is enough to be back. */
export function AwayBanner() {
  const { t } = useText()
  const account = useAccount()
  const me = useOperator(account?.id ?? null)
  const isLive = useIsLive()
  if (!isLive || me === null || me.presence.chosen !== 'busy' || me.presence.cause !== 'idle') return null
  return (
    <div className="banner banner-quiet" role="status">
      <Coffee className="icon" aria-hidden="true" />
      <span>
        <b>{t('presence.awayBanner')}</b> {t('presence.awayText')}
      </span>
    </div>
  )
}
