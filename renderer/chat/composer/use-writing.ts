import { useCallback, useEffect, useRef, useState } from 'react'
import type { Withdrawn } from '#preload/contract'
import type { ConversationId } from '#protocol/ids'
import { useBridge } from '../../bridge'
import { useWindow } from '../../state/hooks'
import { usePane, usePaneStore } from '../pane-state'
import { DraftKeeper } from './draft-keeper'

/** "I am typing here" is told at most this often. */
const typingEveryMs = 3000

export interface Writing {
  readonly text: string
  readonly isNote: boolean
  readonly write: (text: string) => void
  readonly setNote: (isNote: boolean) => void
  /** It has left: the field is empty and no draft remains. */
  readonly clear: () => void
}

/** What stands in the composer: kept as a draft while one types, told to colleagues, given back when a reply is withdrawn. */
export function useWriting(conversationId: ConversationId, onReturned: (files: Withdrawn['files']) => void): Writing {
  const { feed, platform } = useWindow()
  const bridge = useBridge()
  const pane = usePaneStore()
  const [draft, setDraft] = useState(
    () => feed.store.getState().drafts.get(conversationId) ?? { text: '', isNote: false },
  )
  const [keeper] = useState(
    () =>
      new DraftKeeper(
        (one) => feed.saveDraft(one.conversationId, one.text, one.isNote),
        (ms, work) => platform.after(ms, work),
      ),
  )
  const toldAt = useRef(0)
  useEffect(() => {
    const flush = () => keeper.flush()
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [keeper])
  const keep = useCallback(
    (next: { readonly text: string; readonly isNote: boolean }) => {
      setDraft(next)
      keeper.typed({ conversationId, ...next })
    },
    [keeper, conversationId],
  )
  const returned = usePane((state) => state.returned)
  useEffect(() => {
    if (returned === null) return
    pane.setState({ returned: null })
    const text = draft.text.trim() === '' ? returned.text : `${returned.text}\n${draft.text}`
    keep({ text, isNote: returned.isNote })
    onReturned(returned.files)
  }, [returned, pane, draft.text, keep, onReturned])
  const tellTyping = () => {
    if (platform.now() - toldAt.current < typingEveryMs) return
    toldAt.current = platform.now()
    void bridge.typing({ conversationId })
  }
  return {
    ...draft,
    write: (text) => {
      keep({ text, isNote: draft.isNote })
      if (text !== '' && !draft.isNote) tellTyping()
    },
    setNote: (isNote) => keep({ text: draft.text, isNote }),
    clear: () => {
      keep({ text: '', isNote: draft.isNote })
      keeper.flush()
    },
  }
}
