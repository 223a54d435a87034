import { Trash2 } from 'lucide-react'
import type { MessageEntry } from '#protocol/message'
import { useText } from '../../text/i18n'
import { useStreamAround } from './stream-context'

/** What became of a message after it was written: taken back, answered with a sign. */
export function MessageMarks({ entry }: { readonly entry: MessageEntry }) {
  const { t } = useText()
  const deleted = useDeletedBy(entry)
  return (
    <>
      {deleted === null ? null : (
        <div className="msg-mark">
          <Trash2 className="icon icon-xs" aria-hidden="true" />
          {deleted}
        </div>
      )}
      {entry.reaction === null ? null : (
        <div className="reaction" role="img" aria-label={t('chat.stream.reaction', { emoji: entry.reaction })}>
          {entry.reaction}
        </div>
      )}
    </>
  )
}

function useDeletedBy({ author, deleted }: MessageEntry): string | null {
  const { t } = useText()
  const { me, people } = useStreamAround()
  if (deleted === null) return null
  if (deleted.by === null)
    return t(author.kind === 'contact' ? 'chat.stream.deletedByContact' : 'chat.stream.deletedThere')
  return deleted.by === me
    ? t('chat.stream.deletedByMe')
    : t('chat.stream.deletedBy', { name: people.operator(deleted.by) })
}
