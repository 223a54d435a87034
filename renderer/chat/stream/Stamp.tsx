import { Check, CheckCheck, CircleAlert, CircleHelp, Clock } from 'lucide-react'
import type { MessageEntry } from '#protocol/message'
import type { DeliveryStatus } from '#protocol/receipts'
import { useHubNow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { cx } from '../../ui/class-names'
import { Edited } from './Edited'

const signs = {
  queued: Clock,
  sending: Clock,
  unconfirmed: CircleHelp,
  failed: CircleAlert,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
} as const satisfies Record<DeliveryStatus, typeof Clock>

interface Props {
  readonly entry: MessageEntry
  /** Over a picture without words. */
  readonly isOver?: boolean
}

/** Time and, for our messages, how far it got: a sign for the eye, a word for the ear. */
export function Stamp({ entry, isOver = false }: Props) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  const status = entry.delivery?.status
  const hints = [
    format.full(entry.at, now),
    entry.providerAt === null ? null : t('chat.stream.providerAt', { time: format.full(entry.providerAt, now) }),
    entry.editedAt === null ? null : t('chat.stream.editedAt', { time: format.full(entry.editedAt, now) }),
    status === undefined ? null : t(`common.delivery.${status}`),
  ]
  const Sign = status === undefined ? null : signs[status]
  return (
    <span
      className={cx(
        'stamp',
        isOver && 'stamp-over',
        status === 'read' && 'stamp-read',
        (status === 'failed' || status === 'unconfirmed') && 'stamp-failed',
      )}
      title={hints.filter((hint) => hint !== null).join('\n')}
    >
      <Edited entry={entry} />
      <time>{format.clock(entry.at)}</time>
      {Sign === null || status === undefined ? null : (
        <>
          <span className="sr-only">{t(`common.delivery.${status}`)}</span>
          <Sign className="icon" aria-hidden="true" />
        </>
      )}
    </span>
  )
}
