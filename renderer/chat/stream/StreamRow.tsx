import { WifiOff } from 'lucide-react'
import { memo } from 'react'
import { assertNever } from '#protocol/ids'
import { useHubNow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { toggled, usePaneStore } from '../pane-state'
import { MessageRow } from './MessageRow'
import { NoteRow } from './NoteRow'
import { OutboxRow } from './OutboxRow'
import { SystemRow } from './SystemRow'
import { useStreamAround } from './stream-context'
import type { StreamItem } from './stream-items'

/** One row of the stream inside its column. */
export const StreamRow = memo(function StreamRow({ item }: { readonly item: StreamItem }) {
  return (
    <div className="flow-row">
      <Row item={item} />
    </div>
  )
})

function Row({ item }: { readonly item: StreamItem }) {
  const { t } = useText()
  switch (item.kind) {
    case 'day':
      return <DayLine at={item.at} />
    case 'unreadLine':
      return <div className="day day-unread">{t('chat.stream.unread')}</div>
    case 'message':
      return <MessageRow item={item} />
    case 'note':
      return <NoteRow item={item} />
    case 'system':
      return <SystemRow item={item} />
    case 'fold':
      return <FoldRow item={item} />
    case 'lost':
      return <LostRow at={item.at} />
    case 'outbox':
      return <OutboxRow item={item} />
    case 'typing':
      return <TypingRow />
    default:
      return assertNever(item)
  }
}

const dayMs = 24 * 60 * 60 * 1000

function DayLine({ at }: { readonly at: number }) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  const date = format.day(at, now)
  const key = format.dayKey(at)
  if (key === format.dayKey(now)) return <div className="day">{t('chat.stream.today', { date })}</div>
  if (key === format.dayKey(now - dayMs)) return <div className="day">{t('chat.stream.yesterday', { date })}</div>
  return <div className="day">{date}</div>
}

function FoldRow({ item }: { readonly item: Extract<StreamItem, { kind: 'fold' }> }) {
  const { t } = useText()
  const pane = usePaneStore()
  const unfold = () => pane.setState((state) => ({ unfolded: toggled(state.unfolded, item.key) }))
  return (
    <div className="sys sys-joined">
      <span className="fold-pad" aria-hidden="true" />
      <button type="button" className="btn-link" aria-expanded={false} onClick={unfold}>
        {t('chat.stream.more', { count: item.entries.length })}
      </button>
    </div>
  )
}

function LostRow({ at }: { readonly at: number }) {
  const { t, format } = useText()
  return (
    <div className="sys sys-warn">
      <WifiOff className="icon" aria-hidden="true" />
      <span>{t('chat.stream.lost')}</span>
      <time>{format.clock(at)}</time>
    </div>
  )
}

function TypingRow() {
  const { t } = useText()
  const { row } = useStreamAround()
  return (
    <div className="msg">
      <span className="msg-pad" />
      <div className="bubble">
        <span className="typing" role="img" aria-label={t('chat.stream.typing', { name: row.contactName })}>
          <i />
          <i />
          <i />
        </span>
      </div>
    </div>
  )
}
