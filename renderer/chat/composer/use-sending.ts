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
import { answeredMeanwhile } from './answered-meanwhile'
import type { ChosenFile, ChosenFiles } from './chosen-files'
import { mentionsIn } from './mentions'
import { useBeside } from './use-beside'
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

/** What the hub would say of such a text. */
const refusedHere = (kind: 'invalid' | 'tooLong') =>
  refusal(kind === 'invalid' ? 'TEXT_INVALID' : 'TEXT_TOO_LONG', 'local', { facts: { limit: longestText } })

const stagedKeys = (chosen: readonly ChosenFile[]) =>
  chosen.flatMap((file) => (file.state.kind === 'staged' ? [file.state.key] : []))

/**
 * Sends what stands in the composer: once, unless somebody was faster; whatever is refused stays where it was. `hasTrouble`: what
 * goes beside the words cannot go as it is.
 */
export function useSending(
  ready: OpenedReady,
  me: OperatorId,
  writing: Writing,
  files: ChosenFiles,
  hasTrouble: boolean,
): Sending {
  const { t, format } = useText()
  const bridge = useBridge()
  const beside = useBeside(writing.isNote)
  const operators = useWorkspace((state) => state.company?.operators ?? noOperators)
  const chosen = useStore(files.store)
  const [answer, setAnswer] = useState<MessageEntry | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const since = useRef<Seq>(ready.entries.at(-1)?.seq ?? 0)
  const lastSeq = ready.entries.at(-1)?.seq ?? 0

  const stopped = (): boolean => {
    const cleaned = cleanText(writing.text, longestText)
    const hasFiles = !writing.isNote && chosen.some((file) => file.state.kind === 'staged')
    if (cleaned.kind === 'empty' && !hasFiles) return true
    if (cleaned.kind === 'invalid' || cleaned.kind === 'tooLong') {
      setProblem(refusalText(t, format, refusedHere(cleaned.kind)))
      return true
    }
    // The bar says why; Enter does not go past it.
    if (hasTrouble) return true
    const faster = writing.isNote ? null : answeredMeanwhile(ready.entries, since.current, me)
    if (faster === null) return false
    since.current = lastSeq
    setAnswer(faster)
    return true
  }

  const send = async () => {
    const isStaging = !writing.isNote && chosen.some((file) => file.state.kind === 'staging')
    if (isStaging || stopped()) return
    const { text, isNote } = writing
    const leaving = bridge.send({
      conversationId: ready.row.id,
      text,
      isNote,
      mentions: isNote ? [...mentionsIn(text, operators)].slice(0, 20) : [],
      files: isNote ? [] : stagedKeys(chosen),
      ...beside.sent,
    })
    // The field is empty before the answer: whoever types on at once must not lose a word, nor send one twice.
    writing.leave()
    setAnswer(null)
    const taken = isNote ? [] : files.leave()
    beside.leave()
    const stay = () => {
      writing.giveBack(text, isNote)
      files.stay(taken)
      beside.stay()
    }
    const outcome = await leaving.catch((error: unknown) => {
      stay()
      throw error
    })
    if (outcome.ok) writing.left()
    else stay()
    setProblem(outcome.ok ? null : t('chat.composer.refused', { reason: refusalText(t, format, outcome.refusal) }))
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
