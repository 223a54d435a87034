import {
  Check,
  CheckCheck,
  ChevronsUp,
  CircleAlert,
  CircleHelp,
  Clock,
  Hourglass,
  MessageSquareText,
} from 'lucide-react'
import { memo, type RefObject, useLayoutEffect, useRef } from 'react'
import type { ConversationRow, Section } from '#protocol/conversation'
import { useBridge } from '../bridge'
import { useChannel, useOperator } from '../state/hooks'
import { useText } from '../text/i18n'
import { Avatar } from '../ui/Avatar'
import { Count } from '../ui/Count'
import { Level } from '../ui/Level'
import { OperatorAvatar } from '../ui/OperatorAvatar'
import { WaitTime } from '../ui/WaitTime'
import { PreviewLine } from './PreviewLine'
import { RowActs } from './RowActs'
import { type RowFacts, useRowFacts } from './row-facts'

interface RowProps {
  readonly row: ConversationRow
  readonly section: Section
  /** Open beside the list. */
  readonly isSelected: boolean
  /** Where the keys are. */
  readonly isActive: boolean
  /** It has just come into the section. */
  readonly isNew: boolean
  readonly onOpen: (row: ConversationRow) => void
}

interface Props extends RowProps {
  readonly place: number
  readonly size: number
}

export const optionId = (id: string) => `row-${id}`

/** A row and its place. One message moves all rows above it: they get another number and are not drawn again. */
export const ConversationItem = memo(function ConversationItem({ place, size, ...row }: Props) {
  const option = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    option.current?.setAttribute('aria-posinset', String(place + 1))
    option.current?.setAttribute('aria-setsize', String(size))
  }, [place, size])
  return <Row {...row} option={option} />
})

/** Level, who, where from, last words, how long. Two lines, nothing wraps. */
const Row = memo(function Row(props: RowProps & { readonly option: RefObject<HTMLDivElement | null> }) {
  const { row, section, isSelected, isActive, isNew, onOpen, option } = props
  const bridge = useBridge()
  const { t } = useText()
  const facts = useRowFacts(row, isSelected)
  const channel = useChannel(row.channelId)
  const label = useSpokenRow(row, section, facts)
  return (
    <div className="conv-place" data-new={isNew ? '' : undefined}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are the listbox's, which names the active row */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the listbox keeps the focus */}
      <div
        ref={option}
        id={optionId(row.id)}
        className="conv"
        role="option"
        aria-selected={isSelected}
        aria-label={label}
        data-unread={facts.unread > 0 ? '' : undefined}
        data-active={isActive ? '' : undefined}
        onClick={() => onOpen(row)}
      >
        <Level heat={facts.heat} />
        <span className="conv-ava">
          <Avatar
            id={row.contactId}
            name={row.contactName}
            picture={row.contactPicture === null ? null : bridge.mediaUrl(row.contactPicture)}
            messenger={channel?.messenger}
          />
        </span>
        <span className="min-w-0">
          <span className="conv-line">
            <span className="conv-name cut">{row.contactName}</span>
            {row.isOpen && row.priority === 'high' ? (
              <ChevronsUp className="icon icon-s conv-high" aria-hidden="true" />
            ) : null}
            <RowTime row={row} facts={facts} />
          </span>
          <span className="conv-line">
            <span className="conv-text cut">
              {row.place === null ? null : (
                <MessageSquareText
                  className="icon icon-xs me-1"
                  role="img"
                  aria-label={t('inbox.comment', { place: t(`common.place.${row.place.kind}`) })}
                />
              )}
              <PreviewLine preview={facts.preview} />
            </span>
            <RowSign row={row} section={section} facts={facts} />
          </span>
        </span>
      </div>
      <RowActs row={row} section={section} />
    </div>
  )
})

interface PartProps {
  readonly row: ConversationRow
  readonly facts: RowFacts
}

function RowTime({ row, facts }: PartProps) {
  const { format } = useText()
  if (facts.waitedMs !== null && facts.heat !== null) return <WaitTime waitedMs={facts.waitedMs} heat={facts.heat} />
  return <span className="conv-time">{format.moment(row.closedAt ?? row.lastActivityAt, facts.now)}</span>
}

const signs = {
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  unconfirmed: CircleHelp,
  queued: Clock,
  sending: Clock,
}

/** Right end of the second line: unread before everything, then whose it is, then what became of our message. */
function RowSign({ row, section, facts }: PartProps & { readonly section: Section }) {
  const { t } = useText()
  const assignee = useOperator(row.assignee?.kind === 'operator' ? row.assignee.id : null)
  const { preview, unread } = facts
  if (unread > 0) return <Count value={unread} />
  if (row.waitingSince !== null) {
    return <Hourglass className="icon icon-s conv-sign" role="img" aria-label={t('inbox.markedWaiting')} />
  }
  if (preview.kind === 'failed' || preview.kind === 'refused') {
    return <CircleAlert className="icon icon-s text-danger" aria-hidden="true" />
  }
  if (section === 'others' && assignee !== null)
    return <OperatorAvatar id={assignee.id} name={assignee.name} size={20} />
  if (preview.kind !== 'message' || preview.by === 'contact' || preview.delivery === null) return null
  if (preview.delivery === 'failed') return null
  const Sign = signs[preview.delivery]
  return <Sign className="icon icon-s conv-sign" role="img" aria-label={t(`common.delivery.${preview.delivery}`)} />
}

/** «Екатерина, WhatsApp, ждёт 14 мин, дольше норматива, 3 непрочитанных». */
function useSpokenRow(row: ConversationRow, section: Section, facts: RowFacts): string {
  const { t, format } = useText()
  const channel = useChannel(row.channelId)
  const assignee = useOperator(row.assignee?.kind === 'operator' ? row.assignee.id : null)
  const { waitedMs, heat, unread, preview } = facts
  const parts = [
    row.contactName,
    channel === null ? null : t(`common.messenger.${channel.messenger}`),
    row.place === null ? null : t('inbox.comment', { place: row.place.title ?? t(`common.place.${row.place.kind}`) }),
    waitedMs === null ? null : t('inbox.row.waits', { time: format.duration(waitedMs) }),
    heat?.step === 3 ? t('inbox.row.late') : null,
    unread === 0 ? null : t('inbox.row.unread', { count: unread }),
    row.isOpen && row.priority === 'high' ? t('inbox.high') : null,
    row.waitingSince === null ? null : t('inbox.markedWaiting'),
    section === 'others' && assignee !== null ? t('inbox.row.assignee', { name: assignee.name }) : null,
    row.closedAt === null ? null : t('inbox.row.closedAt', { time: format.moment(row.closedAt, facts.now) }),
    preview.kind === 'draft' ? t('inbox.draft') : null,
    preview.kind === 'failed' || preview.kind === 'refused' ? t('inbox.failed') : null,
    'text' in preview ? preview.text : null,
  ]
  return parts.filter((part) => part !== null).join(', ')
}
