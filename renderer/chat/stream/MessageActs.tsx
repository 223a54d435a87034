import { Copy, Pencil, Reply, Trash2 } from 'lucide-react'
import type { MessageEntry } from '#protocol/message'
import { mayChangeReplyOf } from '#protocol/permissions'
import { useAct } from '../../state/act'
import { useActor, useChannel } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { useConfirmation } from '../../ui/Confirmation'
import { IconButton } from '../../ui/IconButton'
import { useToasts } from '../../ui/Toast'
import { usePaneStore } from '../pane-state'
import { useStreamAround } from './stream-context'

/** What may be done with one message: beside its bubble, by pointer and by Tab. */
export function MessageActs({ entry }: { readonly entry: MessageEntry }) {
  const { t } = useText()
  const { show } = useToasts()
  const pane = usePaneStore()
  const { canReply } = useStreamAround()
  const isContact = entry.author.kind === 'contact'
  const copy = async () => {
    await navigator.clipboard.writeText(entry.text)
    show(t('chat.stream.copied'))
  }
  return (
    <div className="msg-acts">
      {isContact && canReply ? (
        <IconButton
          size="s"
          label={t('chat.stream.reply')}
          icon={<Reply className="icon icon-s" aria-hidden="true" />}
          onClick={() => pane.setState({ replyToSeq: entry.seq })}
        />
      ) : null}
      {entry.text === '' ? null : (
        <IconButton
          size="s"
          label={t('chat.stream.copy')}
          icon={<Copy className="icon icon-s" aria-hidden="true" />}
          onClick={() => void copy()}
        />
      )}
      {isContact ? null : <ReplyActs entry={entry} />}
    </div>
  )
}

const there: ReadonlySet<string> = new Set(['sent', 'delivered', 'read'])

/** A reply that has left: its text and itself, where the messenger can and I may. */
function ReplyActs({ entry }: { readonly entry: MessageEntry }) {
  const { t } = useText()
  const { row, isLive } = useStreamAround()
  const actor = useActor()
  const channel = useChannel(row.channelId)
  const pane = usePaneStore()
  const remove = useRemoval(entry)
  const { author, delivery, deleted } = entry
  if (actor === null || channel === null || author.kind !== 'operator' || deleted !== null) return null
  if (delivery === null || !there.has(delivery.status) || !mayChangeReplyOf(actor, author.operatorId)) return null
  const reason = isLive ? null : t('chat.header.needsHub')
  const { editOwn, deleteOwn } = channel.capabilities
  return (
    <>
      {editOwn && entry.text !== '' ? (
        <IconButton
          size="s"
          label={t('chat.stream.edit')}
          reason={reason}
          icon={<Pencil className="icon icon-s" aria-hidden="true" />}
          onClick={() => pane.setState({ editing: { seq: entry.seq, text: entry.text } })}
        />
      ) : null}
      {deleteOwn ? (
        <IconButton
          size="s"
          label={t('chat.stream.remove')}
          reason={reason}
          icon={<Trash2 className="icon icon-s" aria-hidden="true" />}
          onClick={() => void remove()}
        />
      ) : null}
    </>
  )
}

/** Nothing brings a deleted message back to the contact, so it is asked first. */
function useRemoval({ seq }: MessageEntry): () => Promise<void> {
  const { t } = useText()
  const { row } = useStreamAround()
  const act = useAct()
  const ask = useConfirmation()
  return async () => {
    const isSure = await ask({
      title: t('chat.stream.removeTitle'),
      text: t('chat.stream.removeText'),
      act: t('chat.stream.removeDo'),
      keep: t('chat.stream.removeKeep'),
      isDangerous: true,
    })
    if (isSure) await act({ kind: 'message.delete', conversationId: row.id, seq }, { done: t('chat.stream.removed') })
  }
}
