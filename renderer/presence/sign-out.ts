import { useBridge } from '../bridge'
import { useAccount, useOperator, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { useConfirmation } from '../ui/Confirmation'
import { useToasts } from '../ui/Toast'

/** Asks when something would be lost or moved: open conversations, replies that have not left. */
export function useSignOut(): () => void {
  const bridge = useBridge()
  const confirm = useConfirmation()
  const { show } = useToasts()
  const { t, format } = useText()
  const account = useAccount()
  const me = useOperator(account?.id ?? null)
  const queued = useWorkspace((state) => state.outbox.length)
  const delay = useWorkspace((state) => state.company?.settings.reassignmentDelayMs ?? 30_000)
  const leave = async () => {
    if ((me?.load ?? 0) > 0 || queued > 0) {
      const moves = t('presence.leaveText', { time: format.duration(delay) })
      const yes = await confirm({
        title: t('presence.leaveTitle'),
        text: queued === 0 ? moves : `${moves} ${t('presence.leaveQueued', { count: queued })}`,
        act: queued === 0 ? t('presence.leave') : t('presence.leaveDiscarding'),
        keep: t('presence.stay'),
        isDangerous: queued > 0,
      })
      if (!yes) return
    }
    const left = await bridge.signOut({ discardsOutbox: queued > 0 })
    if (!left.ok) show(refusalText(t, format, left.refusal))
  }
  return () => void leave()
}
