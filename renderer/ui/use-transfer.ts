import type { Command } from '#protocol/commands'
import type { ConversationId } from '#protocol/ids'
import { useAct } from '../state/act'
import { useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { useConfirmation } from './Confirmation'
import { type ToastAct, useToasts } from './Toast'
import { nameOf, receiverOf, type Target } from './targets'

type Transfer = (
  conversationId: ConversationId,
  assignVersion: number,
  target: Target,
  undo?: ToastAct,
) => Promise<void>

/** Passes a conversation on; to somebody who is away only after a question with his name. */
export function useTransfer(): Transfer {
  const act = useAct()
  const ask = useConfirmation()
  const { show } = useToasts()
  const { t, format } = useText()
  const delay = useWorkspace((state) => state.company?.settings.reassignmentDelayMs ?? 0)
  return async (conversationId, assignVersion, target, undo) => {
    const name = nameOf(target, t)
    const seen = { conversationId, assignVersion }
    const to = receiverOf(target)
    const isBusy = target.kind === 'operator' && target.operator.presence.effective === 'busy'
    const question = () =>
      ask({
        title: t('chat.acts.confirmTitle', { name }),
        text: t(isBusy ? 'chat.acts.confirmBusy' : 'chat.acts.confirmOffline', { delay: format.duration(delay) }),
        act: t('chat.acts.confirmDo'),
        keep: t('chat.acts.confirmCancel'),
      })
    const told = { isQuiet: true, ...(undo === undefined ? {} : { undo }) }
    const command = (isConfirmed: boolean) => {
      if (to.kind === 'queue')
        return act({ kind: 'conversation.release', ...seen }, { ...told, done: t('chat.acts.released') })
      const transfer: Command<'conversation.transfer'> = { kind: 'conversation.transfer', ...seen, to, isConfirmed }
      return act(transfer, { ...told, done: t('chat.acts.transferred', { name }) })
    }
    // The sentence was read in the list; the hub is asked first, since he may be back by now.
    const first = await command(false)
    const reply =
      !first.ok && first.refusal.code === 'NEEDS_CONFIRMATION' && (await question()) ? await command(true) : first
    if (!reply.ok && reply.refusal.code !== 'NEEDS_CONFIRMATION') show(refusalText(t, format, reply.refusal))
  }
}
