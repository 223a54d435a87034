import { CircleAlert, MessageSquareLock } from 'lucide-react'
import { useState } from 'react'
import type { ConversationRow } from '#protocol/conversation'
import type { Refusal } from '#protocol/errors'
import { useChannel, useHubNow, useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { Avatar } from '../../ui/Avatar'
import { Checkbox } from '../../ui/Checkbox'
import { heatOf } from '../../ui/heat'
import { IconButton } from '../../ui/IconButton'
import { WaitTime } from '../../ui/WaitTime'

const longestNote = 2000

interface Props {
  readonly row: ConversationRow
  readonly isMarked: boolean
  readonly note: string
  readonly refused: Refusal['code'] | null
  readonly onMark: (isMarked: boolean) => void
  readonly onNote: (text: string) => void
}

/** One conversation: who, the last words, how long he waits, a note if one is wanted, and why it could not be passed on. */
export function HandoverItem({ row, isMarked, note, refused, onMark, onNote }: Props) {
  const { t } = useText()
  const channel = useChannel(row.channelId)
  const [hasNote, setHasNote] = useState(note !== '')
  return (
    <li className="handover-item">
      <div className="flex items-center gap-2.5">
        <div className="min-w-0 flex-1">
          <Checkbox
            isOn={isMarked}
            onChange={onMark}
            label={
              <span className="flex min-w-0 items-center gap-2.5">
                <Avatar id={row.contactId} name={row.contactName} size={32} messenger={channel?.messenger} />
                <span className="min-w-0">
                  <span className="cut block font-medium">{row.contactName}</span>
                  <span className="cut block text-small text-text-3">{row.lastMessage?.preview ?? ''}</span>
                </span>
              </span>
            }
          />
        </div>
        <Waiting row={row} />
        <IconButton
          size="s"
          label={t('handover.noteFor', { name: row.contactName })}
          aria-expanded={hasNote}
          icon={<MessageSquareLock className="icon icon-s" aria-hidden="true" />}
          onClick={() => setHasNote(!hasNote)}
        />
      </div>
      {hasNote ? (
        <textarea
          className="input handover-note"
          aria-label={t('handover.noteFor', { name: row.contactName })}
          placeholder={t('handover.notePlaceholder')}
          maxLength={longestNote}
          rows={1}
          value={note}
          // biome-ignore lint/a11y/noAutofocus: it appears because one asked to write a note
          autoFocus={note === ''}
          onChange={(event) => onNote(event.target.value)}
        />
      ) : null}
      {refused === null ? null : <Reason code={refused} />}
    </li>
  )
}

function Waiting({ row }: { readonly row: ConversationRow }) {
  const { t } = useText()
  const target = useWorkspace((state) => state.company?.settings.firstResponseTargetMs ?? null)
  const now = useHubNow(15_000)
  if (row.unansweredSince === null)
    return <span className="flex-none text-small text-text-3">{t('handover.answered')}</span>
  const waitedMs = Math.max(0, now - row.unansweredSince)
  return <WaitTime waitedMs={waitedMs} heat={heatOf(waitedMs, target)} />
}

const reasons = { LIMIT_REACHED: 'limit', ALREADY_TAKEN: 'taken', CONFLICT: 'changed', CLOSED: 'closed' } as const
const isKnown = (code: Refusal['code']): code is keyof typeof reasons => code in reasons

function Reason({ code }: { readonly code: Refusal['code'] }) {
  const { t, format } = useText()
  const text = isKnown(code)
    ? t(`handover.refused.${reasons[code]}`)
    : refusalText(t, format, { code, message: '', retryable: false })
  return (
    <p className="error handover-reason">
      <CircleAlert className="icon" aria-hidden="true" />
      {text}
    </p>
  )
}
