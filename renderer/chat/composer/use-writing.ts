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
  /** It is leaving: the field is free for the next words at once, the stored draft stays until `left`. */
  readonly leave: () => void
  /** It has left: what is stored is what stands in the field now. */
  readonly left: () => void
  /** It did not leave: it stands in the field again, before what was written meanwhile. */
  readonly giveBack: (text: string, isNote: boolean) => void
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
  const current = useRef(draft)
  const keep = useCallback(
    (next: { readonly text: string; readonly isNote: boolean }) => {
      current.current = next
      setDraft(next)
      keeper.typed({ conversationId, ...next })
    },
    [keeper, conversationId],
  )
  const giveBack = useCallback(
    (text: string, isNote: boolean) => {
      const meanwhile = current.current.text
      keep({ text: meanwhile.trim() === '' ? text : `${text}\n${meanwhile}`, isNote })
    },
    [keep],
  )
  const returned = usePane((state) => state.returned)
  useEffect(() => {
    if (returned === null) return
    pane.setState(({ buttons }) => ({ returned: null, buttons: buttons.length > 0 ? buttons : returned.buttons }))
    giveBack(returned.text, returned.isNote)
    onReturned(returned.files)
  }, [returned, pane, giveBack, onReturned])
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
    leave: () => keep({ text: '', isNote: draft.isNote }),
    left: () => keeper.flush(),
    giveBack,
  }
}
