import type { MessageEntry } from '#protocol/message'
import { useAct } from '../../state/act'
import { useText } from '../../text/i18n'
import { cx } from '../../ui/class-names'
import { useStreamAround } from './stream-context'

/** Below a message that did not arrive, or may not have: why, and the way to send it again. */
export function FailedLine({ entry }: { readonly entry: MessageEntry }) {
  const { t } = useText()
  const act = useAct()
  const { row, canReply, isLive } = useStreamAround()
  const { delivery } = entry
  if (delivery === null || (delivery.status !== 'failed' && delivery.status !== 'unconfirmed')) return null
  const isFailed = delivery.status === 'failed'
  const resend = () =>
    void act({ kind: 'message.resend', conversationId: row.id, seq: entry.seq }, { done: t('chat.failed.resent') })
  return (
    <div className={cx('fail', !isFailed && 'fail-quiet')}>
      <span title={delivery.detail === null ? undefined : t('chat.failed.detail', { detail: delivery.detail })}>
        {isFailed
          ? t('chat.failed.line', { reason: t(`common.failure.${delivery.reason ?? 'refused'}`) })
          : t('chat.failed.unconfirmed')}
      </span>
      {canReply && isLive ? (
        <span className="fail-acts">
          <button type="button" className="btn-link" onClick={resend}>
            {isFailed ? t('chat.failed.again') : t('chat.failed.againAnyway')}
          </button>
        </span>
      ) : null}
    </div>
  )
}
