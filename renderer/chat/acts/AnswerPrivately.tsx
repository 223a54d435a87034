import { MessagesSquare } from 'lucide-react'
import type { ConversationRow } from '#protocol/conversation'
import { can } from '#protocol/permissions'
import { useAct } from '../../state/act'
import { useAction, useActor, useIsLive, useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Tooltip } from '../../ui/Tooltip'

/** From a public comment to the dialogue of whoever wrote it. */
export function AnswerPrivately({ row }: { readonly row: ConversationRow }) {
  const { t } = useText()
  const actor = useActor()
  const isLive = useIsLive()
  const act = useAct()
  const { navigator } = useWindow()
  const isOffered = row.place !== null && actor !== null && can(actor, 'reply', row)
  const title = t('chat.header.answerPrivately')
  const reason = isLive ? null : t('chat.header.needsHub')
  const run = async () => {
    const reply = await act({ kind: 'conversation.answerPrivately', conversationId: row.id })
    if (reply.ok) navigator.openConversation(reply.value.conversationId)
  }
  useAction(
    isOffered ? { id: 'conversation.private', title, group: 'conversation', reason, run: () => void run() } : null,
  )
  if (!isOffered) return null
  return (
    <Tooltip text={reason ?? title}>
      <Button
        aria-label={title}
        isDisabled={!isLive}
        className="pane-act"
        icon={<MessagesSquare className="icon" aria-hidden="true" />}
        onClick={() => void run()}
      />
    </Tooltip>
  )
}
