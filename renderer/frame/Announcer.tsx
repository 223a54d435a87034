import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useHubNow, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { heatOf } from '../ui/heat'

/** Says once, at once, what must not wait for the eye: the link is gone or back, somebody of mine waits past the target. */
export function Announcer() {
  const [said, setSaid] = useState('')
  useLinkNews(setSaid)
  useBrokenTargets(setSaid)
  return (
    <p className="sr-only" role="alert">
      {said}
    </p>
  )
}

function useLinkNews(say: (text: string) => void): void {
  const { t } = useText()
  const kind = useWorkspace((state) => state.session.kind)
  const before = useRef(kind)
  useEffect(() => {
    const was = before.current
    before.current = kind
    if (was === 'live' && kind === 'notConnected') say(t('frame.connectionLost'))
    if (was === 'notConnected' && kind === 'live') say(t('frame.connectionBack'))
  }, [kind, say, t])
}

const stepMs = 5000

/**
 * Those who were past the target when the window opened are seen in the list; only new ones are told. Looked for once a step: time
 * breaks a target, a message does not, and with each message there would be thousands of rows to look at.
 */
function useBrokenTargets(say: (text: string) => void): void {
  const { t } = useText()
  const { feed } = useWindow()
  const now = useHubNow(stepMs)
  const look = useEffectEvent((at: number) => {
    const { rows, company } = feed.store.getState()
    const me = company?.account.id ?? null
    const target = company?.settings.firstResponseTargetMs ?? null
    for (const row of rows.values()) {
      if (!row.isOpen || row.unansweredSince === null || row.assignee?.id !== me) continue
      const waited = at - row.unansweredSince
      const isNew = heatOf(waited, target).step === 3 && heatOf(waited - stepMs, target).step < 3
      if (isNew) say(t('frame.targetBroken', { name: row.contactName }))
    }
  })
  useEffect(() => look(now), [now])
}
