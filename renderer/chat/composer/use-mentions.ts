import { type KeyboardEvent, useState } from 'react'
import type { OperatorId } from '#protocol/ids'
import type { Operator } from '#protocol/operator'
import { useWorkspace } from '../../state/hooks'
import { type MentionQuery, mentionCandidates, mentionQuery, withMention } from './mentions'

const noOperators: readonly Operator[] = []
const most = 8

export interface Mentions {
  readonly people: readonly Operator[]
  readonly at: number
  readonly isOpen: boolean
  readonly onKey: (event: KeyboardEvent) => boolean
  readonly pick: (operator: Operator) => void
}

interface Field {
  readonly text: string
  readonly caret: number
  readonly isNote: boolean
  readonly me: OperatorId
  readonly place: (text: string, caret: number) => void
}

/** Colleagues to call by `@` while a note is typed; Escape puts the list away until the next `@`. */
export function useMentions({ text, caret, isNote, me, place }: Field): Mentions {
  const operators = useWorkspace((state) => state.company?.operators ?? noOperators)
  const [chosen, setChosen] = useState(0)
  const [dismissed, setDismissed] = useState<number | null>(null)
  const query = isNote ? mentionQuery(text, caret) : null
  const people = query === null ? noOperators : candidates(operators, query, me)
  const isOpen = query !== null && people.length > 0 && dismissed !== query.start
  const at = Math.min(chosen, people.length - 1)
  const pick = (operator: Operator) => {
    if (query === null) return
    const next = withMention(text, query, caret, operator.name)
    setChosen(0)
    place(next.text, next.caret)
  }
  const onKey = (event: KeyboardEvent): boolean => {
    if (!isOpen) return false
    const person = people[at]
    if (event.key === 'ArrowDown') setChosen((at + 1) % people.length)
    else if (event.key === 'ArrowUp') setChosen((at + people.length - 1) % people.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && person !== undefined) pick(person)
    else if (event.key === 'Escape') setDismissed(query.start)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { people, at, isOpen, onKey, pick }
}

function candidates(operators: readonly Operator[], query: MentionQuery, me: OperatorId): readonly Operator[] {
  const others = operators.filter((operator) => operator.isActive && operator.id !== me)
  // A name typed to its end needs no list any more.
  if (others.some((operator) => query.text.startsWith(`${operator.name} `) || query.text === operator.name)) return []
  return mentionCandidates(others, query.text).slice(0, most)
}
