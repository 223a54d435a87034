import { CircleAlert, Clock } from 'lucide-react'
import type { Attachment } from '#protocol/attachment'
import { useAct } from '../../state/act'
import { useText } from '../../text/i18n'
import { useStreamAround } from '../stream/stream-context'

/** What stands where the bytes are not: on their way from the messenger, or lost with a way to fetch them again. */
export function Unloaded({ attachment }: { readonly attachment: Attachment }) {
  const { t } = useText()
  const act = useAct()
  const { row, isLive } = useStreamAround()
  const { state } = attachment
  if (state.kind === 'stored') return null
  if (state.kind === 'pending') {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Clock className="icon icon-s" aria-hidden="true" />
        {t('chat.attachment.pending')}
      </span>
    )
  }
  const retry = () => void act({ kind: 'attachment.retry', conversationId: row.id, attachmentId: attachment.id })
  return (
    <span>
      <span className="text-danger">
        <CircleAlert className="icon icon-s me-1 inline-block align-[-2px]" aria-hidden="true" />
        {t(`chat.attachment.failure.${state.reason}`)}
      </span>{' '}
      {state.canRetry && isLive ? (
        <button type="button" className="btn-link" onClick={retry}>
          {t('chat.attachment.retry')}
        </button>
      ) : null}
    </span>
  )
}
