import { Monitor } from 'lucide-react'
import type { SessionInfo } from '#protocol/operator'
import { useAct } from '../state/act'
import { useHubNow, useIsLive } from '../state/hooks'
import { useText } from '../text/i18n'
import { Button } from '../ui/Button'

interface Props {
  readonly sessions: readonly SessionInfo[]
  readonly onEnded: () => void
}

/** Devices one is signed in on; each but this one can be ended. */
export function SessionList({ sessions, onEnded }: Props) {
  const { t, format } = useText()
  const act = useAct()
  const isLive = useIsLive()
  const now = useHubNow(60_000)
  if (sessions.length === 0) return <p className="text-text-2">{t('settings.sessions.none')}</p>
  const end = async (session: SessionInfo) => {
    const done = t('settings.sessions.ended', { name: session.deviceName })
    const reply = await act({ kind: 'session.end', sessionId: session.id }, { done })
    if (reply.ok) onEnded()
  }
  return (
    <ul>
      {sessions.map((session) => (
        <li key={session.id} className="flex items-center gap-3 border-t border-line-1 py-2 first:border-0">
          <Monitor className="icon text-text-3" aria-hidden="true" />
          <div className="min-w-0 flex-1">
            <p className="cut font-medium">
              {session.deviceName}
              {session.isCurrent ? (
                <span className="font-normal text-text-3"> · {t('settings.sessions.current')}</span>
              ) : null}
            </p>
            <p className="text-small text-text-3">
              {session.isLive
                ? t('settings.sessions.live')
                : t('settings.sessions.seen', { time: format.moment(session.lastSeenAt, now) })}
              {', '}
              {t('settings.sessions.since', { time: format.moment(session.createdAt, now) })}
            </p>
          </div>
          {session.isCurrent ? null : (
            <Button size="s" reason={isLive ? null : t('settings.needsHub')} onClick={() => void end(session)}>
              {t('settings.sessions.end')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
