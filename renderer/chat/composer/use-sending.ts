import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { refusal } from '#protocol/errors'
import type { OperatorId, Seq } from '#protocol/ids'
import { cleanText, longestText, type MessageEntry } from '#protocol/message'
import { useBridge } from '../../bridge'
import { useWorkspace } from '../../state/hooks'
import type { OpenedReady } from '../../state/opened-conversation'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { usePane, usePaneStore } from '../pane-state'
import { answeredMeanwhile } from './answered-meanwhile'
import type { ChosenFiles } from './chosen-files'
import { mentionsIn } from './mentions'
import type { Writing } from './use-writing'

export interface Sending {
  readonly send: () => Promise<void>
  /** A colleague's answer that came while I wrote; sending again sends. */
  readonly answer: MessageEntry | null
  readonly dismissAnswer: () => void
  /** Why the last attempt did not leave; the text is kept. */
  readonly problem: string | null
  readonly clearProblem: () => void
  /** Call as the text becomes non-empty: what is on the screen then is what I answer. */
  readonly began: () => void
}

const noOperators: readonly { readonly id: OperatorId; readonly name: string }[] = []

/** Sends what stands in the composer: once, unless somebody was faster; whatever is refused stays where it was. */
export function useSending(ready: OpenedReady, me: OperatorId, writing: Writing, files: ChosenFiles): Sending {
  const { t, format } = useText()
  const bridge = useBridge()
  const pane = usePaneStore()
  const replyToSeq = usePane((state) => state.replyToSeq)
  const operators = useWorkspace((state) => state.company?.operators ?? noOperators)
  const chosen = useStore(files.store)
  const [answer, setAnswer] = useState<MessageEntry | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const since = useRef<Seq>(ready.entries.at(-1)?.seq ?? 0)
  const isLeaving = useRef(false)
  const lastSeq = ready.entries.at(-1)?.seq ?? 0

  const stopped = (): boolean => {
    const cleaned = cleanText(writing.text, longestText)
    const hasFiles = !writing.isNote && chosen.some((file) => file.state.kind === 'staged')
    if (cleaned.kind === 'empty' && !hasFiles) return true
    if (cleaned.kind === 'invalid' || cleaned.kind === 'tooLong') {
      const code = cleaned.kind === 'invalid' ? 'TEXT_INVALID' : 'TEXT_TOO_LONG'
      setProblem(refusalText(t, format, refusal(code, 'local', { facts: { limit: longestText } })))
      return true
    }
    const faster = writing.isNote ? null : answeredMeanwhile(ready.entries, since.current, me)
    if (faster === null) return false
    since.current = lastSeq
    setAnswer(faster)
    return true
  }

  const send = async () => {
    const isStaging = !writing.isNote && chosen.some((file) => file.state.kind === 'staging')
    if (isLeaving.current || isStaging || stopped()) return
    isLeaving.current = true
    const staged = chosen.flatMap((file) => (file.state.kind === 'staged' ? [file.state.key] : []))
    const outcome = await bridge.send({
      conversationId: ready.row.id,
      text: writing.text,
      isNote: writing.isNote,
      mentions: writing.isNote ? [...mentionsIn(writing.text, operators)].slice(0, 20) : [],
      files: writing.isNote ? [] : staged,
      replyToSeq: writing.isNote ? null : replyToSeq,
    })
    isLeaving.current = false
    setAnswer(null)
    if (!outcome.ok) {
      setProblem(t('chat.composer.refused', { reason: refusalText(t, format, outcome.refusal) }))
      return
    }
    setProblem(null)
    writing.clear()
    if (!writing.isNote) {
      files.sent()
      pane.setState({ replyToSeq: null })
    }
  }

  return {
    send,
    answer,
    dismissAnswer: () => setAnswer(null),
    problem,
    clearProblem: () => setProblem(null),
    began: () => {
      since.current = lastSeq
    },
  }
}
