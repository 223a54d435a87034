import { CloudOff, MonitorSmartphone } from 'lucide-react'
import type { Refusal } from '#protocol/errors'
import { useBridge } from '../bridge'
import { useNow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Button } from '../ui/Button'

/** Across the desk while the link is gone: since when, what still works, when it is tried again. */
export function LinkBand() {
  const session = useWorkspace((state) => state.session)
  const queued = useWorkspace((state) => state.outbox.length)
  const { t, format } = useText()
  const now = useNow(1000)
  if (session.kind === 'replaced') return <ReplacedBand />
  if (session.kind !== 'notConnected') return null
  if (session.refusal !== null && session.retryAt === null) return <RefusedBand refusal={session.refusal} />
  const isTrying = session.retryAt === null || session.retryAt <= now
  return (
    <div className="banner" role="status" aria-live="off">
      <CloudOff className="icon" aria-hidden="true" />
      <span>
        <b>{t('frame.notConnected', { time: format.clock(session.since) })}</b> {t('frame.shownFromCache')}{' '}
        {queued === 0 ? null : t('frame.queued', { count: queued })}
      </span>
      <span className="banner-end">
        {isTrying || session.retryAt === null
          ? t('frame.retrying')
          : t('frame.retryIn', { time: format.duration(session.retryAt - now + 999) })}
        <ConnectNow />
      </span>
    </div>
  )
}

function ConnectNow() {
  const bridge = useBridge()
  const { t } = useText()
  return (
    <Button size="s" onClick={() => void bridge.connectNow({})}>
      {t('frame.connectNow')}
    </Button>
  )
}

/** The hub does not take this program or this page: trying again by itself would change nothing. */
function RefusedBand({ refusal }: { readonly refusal: Refusal }) {
  const bridge = useBridge()
  const { t, format } = useText()
  // A page comes from the hub itself: loaded anew it is as new as the hub.
  const isOldPage = refusal.code === 'UPGRADE_REQUIRED' && bridge.host === 'web'
  return (
    <div className="banner" role="status">
      <CloudOff className="icon" aria-hidden="true" />
      <span>
        <b>{t('frame.notConnectedYet')}</b> {isOldPage ? t('frame.oldPage') : refusalText(t, format, refusal)}
      </span>
      <span className="banner-end">
        {isOldPage ? (
          <Button size="s" onClick={() => location.reload()}>
            {t('frame.reloadPage')}
          </Button>
        ) : (
          <ConnectNow />
        )}
      </span>
    </div>
  )
}

function ReplacedBand() {
  const bridge = useBridge()
  const { t } = useText()
  return (
    <div className="banner" role="alert">
      <MonitorSmartphone className="icon" aria-hidden="true" />
      <span>
        <b>{t('frame.replaced')}</b> {t('frame.replacedText')}
      </span>
      <span className="banner-end">
        <Button size="s" onClick={() => void bridge.connectNow({})}>
          {t('frame.replacedBack')}
        </Button>
      </span>
    </div>
  )
}
