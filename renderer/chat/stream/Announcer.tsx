import { useState } from 'react'
import type { OpenedReady } from '../../state/opened-conversation'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { authorName } from './author-name'

/** Speaks what the contact or a colleague writes while the conversation is open, politely; history is not spoken. */
export function Announcer({ ready }: { readonly ready: OpenedReady }) {
  const { t } = useText()
  const people = usePeople()
  const [since] = useState(() => ready.entries.at(-1)?.seq ?? 0)
  const last = ready.entries.findLast((entry) => entry.kind === 'message')
  const isOwn = last?.author.kind === 'operator' && last.author.operatorId === people.me
  const isNews = last !== undefined && last.seq > since && !isOwn
  return (
    <div className="sr-only" aria-live="polite">
      {isNews ? <p key={last.seq}>{spoken()}</p> : null}
    </div>
  )

  function spoken(): string {
    if (last === undefined) return ''
    const name = authorName(last.author, ready.row, people, t)
    return last.text === ''
      ? t('chat.stream.announcedFile', { name })
      : t('chat.stream.announced', { name, text: last.text })
  }
}
