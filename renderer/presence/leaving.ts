import { assertNever } from '#protocol/ids'
import type { ChosenStatus } from '#protocol/operator'
import { useBridge } from '../bridge'
import { useAct } from '../state/act'
import { useAccount, useOperator, useWindow, useWorkspace } from '../state/hooks'
import type { Leaving } from '../state/navigation'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { useConfirmation } from '../ui/Confirmation'
import { useToasts } from '../ui/Toast'

/** What becomes of the conversations of whoever leaves them, by the company's rule. */
export function useWhatFollows(): string {
  const { t, format } = useText()
  const delay = useWorkspace((state) => state.company?.settings.reassignmentDelayMs ?? 30_000)
  const mode = useWorkspace((state) => state.company?.settings.reassignment ?? 'allUncompleted')
  return t(`presence.follows.${mode}`, { time: format.duration(delay) })
}

/** Sets the status. `handedOver`: the sentence that tells where the conversations went; null when they were left. */
export function useChoice(): (status: ChosenStatus, handedOver: string | null) => void {
  const act = useAct()
  const { t } = useText()
  const account = useAccount()
  const me = useOperator(account?.id ?? null)
  const follows = useWhatFollows()
  const mode = useWorkspace((state) => state.company?.settings.reassignment ?? 'allUncompleted')
  return (status, handedOver) => {
    const leaves = status !== 'online' && me?.presence.chosen === 'online' && me.load > 0
    const back = {
      label: t('common.undo'),
      run: () => void act({ kind: 'presence.set', status: 'online', by: 'operator' }),
    }
    // What was handed over does not come back with the status: there it is a fact without an undo.
    const left = { done: mode === 'off' ? follows : t('presence.moves', { follows }), undo: back }
    const told = handedOver === null ? left : { done: handedOver }
    void act({ kind: 'presence.set', status, by: 'operator' }, leaves || handedOver !== null ? told : {})
  }
}

/** Signs out at once; what has not left goes with it, which was said before. */
function useSigningOut(): () => Promise<void> {
  const bridge = useBridge()
  const { show } = useToasts()
  const { t, format } = useText()
  const queued = useWorkspace((state) => state.outbox.length)
  return async () => {
    const left = await bridge.signOut({ discardsOutbox: queued > 0 })
    if (!left.ok) show(refusalText(t, format, left.refusal))
  }
}

/** Asks first when something would be lost or left behind: open conversations, replies that have not left. */
export function useSignOut(): () => void {
  const { navigator } = useWindow()
  const confirm = useConfirmation()
  const { t } = useText()
  const account = useAccount()
  const me = useOperator(account?.id ?? null)
  const queued = useWorkspace((state) => state.outbox.length)
  const signOut = useSigningOut()
  const ask = async () => {
    const yes = await confirm({
      title: t('presence.leaveTitle'),
      text: t('presence.leaveQueued', { count: queued }),
      act: t('presence.leaveDiscarding'),
      keep: t('presence.stay'),
      isDangerous: true,
    })
    if (yes) await signOut()
  }
  return () => {
    if ((me?.load ?? 0) > 0) navigator.set({ leaving: 'signOut' })
    else if (queued > 0) void ask()
    else void signOut()
  }
}

/** Carries out what the handover was offered before. */
export function useGoing(): (how: Leaving, handedOver: string | null) => void {
  const bridge = useBridge()
  const { navigator } = useWindow()
  const choose = useChoice()
  const signOut = useSigningOut()
  return (how, handedOver) => {
    navigator.set({ leaving: null })
    switch (how) {
      case 'busy':
      case 'offline':
        return choose(how, handedOver)
      case 'signOut':
        return void signOut()
      case 'quit':
        return void bridge.answerQuit({ isQuitting: true })
      default:
        return assertNever(how)
    }
  }
}

/** He stays after all; the app is told that it is not to close. */
export function useStaying(): (how: Leaving) => void {
  const bridge = useBridge()
  const { navigator } = useWindow()
  return (how) => {
    navigator.set({ leaving: null })
    if (how === 'quit') void bridge.answerQuit({ isQuitting: false })
  }
}
