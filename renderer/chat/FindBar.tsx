import { ChevronDown, ChevronUp, Search, X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import type { Entry } from '#protocol/message'
import { useOpenedFeed } from '../state/conversation'
import type { OpenedReady } from '../state/opened-conversation'
import { useText } from '../text/i18n'
import { findHits } from '../ui/hits'
import { IconButton } from '../ui/IconButton'
import { spotlight, usePane, usePaneStore } from './pane-state'

type Written = Extract<Entry, { kind: 'message' | 'note' }>

/** Messages and notes with the words in them, the newest first. */
const matches = (entries: readonly Entry[], search: string): readonly Written[] =>
  search.trim() === ''
    ? []
    : entries
        .filter((entry): entry is Written => entry.kind !== 'system')
        .filter((entry) => findHits(entry.text, search).some((piece) => piece.isHit))
        .toReversed()

/** Search in the conversation: through what is loaded, and further back on request. */
export function FindBar({ ready }: { readonly ready: OpenedReady }) {
  const { t } = useText()
  const pane = usePaneStore()
  const feed = useOpenedFeed()
  const search = usePane((state) => state.search)
  const [at, setAt] = useState(0)
  const found = useMemo(() => matches(ready.entries, search ?? ''), [ready.entries, search])
  if (search === null) return null
  const close = () => pane.setState({ search: null, spotlight: null })
  const go = (next: number) => {
    const entry = found[next]
    // Beyond the oldest match the history may hold more.
    if (entry === undefined) void feed.loadOlder()
    else {
      setAt(next)
      spotlight(pane, entry.seq)
    }
  }
  const type = (words: string) => {
    pane.setState({ search: words })
    setAt(0)
    const first = matches(ready.entries, words)[0]
    if (first !== undefined) spotlight(pane, first.seq)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter') go(event.shiftKey ? Math.max(0, at - 1) : at + 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className="pane-find">
      <label className="input input-quiet">
        <Search className="icon text-text-3" aria-hidden="true" />
        <input
          type="text"
          value={search}
          placeholder={t('chat.search.label')}
          aria-label={t('chat.search.label')}
          // biome-ignore lint/a11y/noAutofocus: it was just asked for
          autoFocus
          onChange={(event) => type(event.target.value)}
          onKeyDown={press}
        />
      </label>
      <span className="whitespace-nowrap text-small text-text-3" role="status">
        {search.trim() === ''
          ? null
          : found.length === 0
            ? t('chat.search.none')
            : t('chat.search.position', { at: at + 1, of: found.length })}
      </span>
      <IconButton
        label={t('chat.search.previous')}
        keys="enter"
        icon={<ChevronUp className="icon" aria-hidden="true" />}
        onClick={() => go(at + 1)}
      />
      <IconButton
        label={t('chat.search.next')}
        keys="shift+enter"
        icon={<ChevronDown className="icon" aria-hidden="true" />}
        onClick={() => go(Math.max(0, at - 1))}
      />
      <IconButton
        label={t('chat.search.close')}
        keys="escape"
        icon={<X className="icon" aria-hidden="true" />}
        onClick={close}
      />
    </search>
  )
}
