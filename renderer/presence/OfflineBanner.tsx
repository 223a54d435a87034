import { Moon } from 'lucide-react'
import { useAct } from '../state/act'
import { useAccount, useIsLive, useOperator } from '../state/hooks'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'

/** Connected but Offline: nothing comes, and it must not be a riddle why. */
export function OfflineBanner() {
  const { t } = useText()
  const act = useAct()
  const account = useAccount()
  const me = useOperator(account?.id ?? null)
  const isLive = useIsLive()
  if (!isLive || me === null || me.presence.chosen !== 'offline') return null
  const causes = {
    away: t('presence.offlineAway'),
    administrator: t('presence.offlineForced'),
    schedule: t('presence.offlineSchedule'),
  }
  const { cause } = me.presence
  const because = cause === 'away' || cause === 'administrator' || cause === 'schedule' ? causes[cause] : null
  return (
    <div className="banner banner-quiet" role="status">
      <Moon className="icon" aria-hidden="true" />
      <span>
        <b>{t('presence.offlineBanner')}</b> {because}
      </span>
      <span className="banner-end">
        <Button
          size="s"
          look="ink"
          onClick={() => void act({ kind: 'presence.set', status: 'online', by: 'operator' })}
        >
          {t('presence.goOnDuty')}
        </Button>
      </span>
    </div>
  )
}
