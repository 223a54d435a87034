import { useState } from 'react'
import type { MessageEntry } from '#protocol/message'
import { useHubNow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Popover } from '../../ui/Popover'

/** Says that a message was edited; what it said before is one click away. */
export function Edited({ entry }: { readonly entry: MessageEntry }) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  const [isOpen, setOpen] = useState(false)
  if (entry.editedAt === null) return null
  if (entry.earlier.length === 0) return <span>{t('chat.stream.edited')}</span>
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      label={t('chat.stream.earlier')}
      className="earlier"
      trigger={
        <button type="button" className="btn-link">
          {t('chat.stream.edited')}
        </button>
      }
    >
      <ol className="earlier-texts">
        {entry.earlier.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <time>{format.moment(at, now)}</time>
            <span className="bubble-text">{text}</span>
          </li>
        ))}
      </ol>
    </Popover>
  )
}
