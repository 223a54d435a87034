import type { ConversationRow } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import type { Operator } from '#protocol/operator'
import { canSee } from '#protocol/permissions'

type Person = Pick<Operator, 'id' | 'name'>

/** The `@` being typed: where it starts and what follows it up to the caret. */
export interface MentionQuery {
  readonly start: number
  readonly text: string
}

const typed = /(?:^|[\s(«"])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u

export function mentionQuery(text: string, caret: number): MentionQuery | null {
  const match = typed.exec(text.slice(0, caret))
  if (match?.[1] === undefined) return null
  return { start: caret - match[1].length - 1, text: match[1] }
}

const folded = (text: string): string => text.toLocaleLowerCase('ru').replaceAll('ё', 'е')

/** Colleagues whose name, or a word of it, begins so. */
export function mentionCandidates<One extends Person>(people: readonly One[], text: string): readonly One[] {
  const wanted = folded(text)
  return people.filter((person) => {
    const name = folded(person.name)
    return name.startsWith(wanted) || name.split(' ').some((word) => word.startsWith(wanted))
  })
}

export function withMention(text: string, query: MentionQuery, caret: number, name: string) {
  const head = `${text.slice(0, query.start)}@${name} `
  return { text: head + text.slice(caret).replace(/^ /, ''), caret: head.length }
}

export type NotePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string; readonly operatorId: OperatorId }

const isWordPart = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char)

function mentionAt(text: string, at: number, people: readonly Person[]): Person | undefined {
  return people.find((person) => text.startsWith(person.name, at + 1) && !isWordPart(text[at + 1 + person.name.length]))
}

/** A note cut into words and mentions; of two names that fit, the longer. */
export function notePieces(text: string, people: readonly Person[]): readonly NotePiece[] {
  const byLength = people.toSorted((one, other) => other.name.length - one.name.length)
  const pieces: NotePiece[] = []
  let done = 0
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const person = isWordPart(text[at - 1]) ? undefined : mentionAt(text, at, byLength)
    if (person === undefined) continue
    if (at > done) pieces.push({ kind: 'text', text: text.slice(done, at) })
    done = at + 1 + person.name.length
    pieces.push({ kind: 'mention', text: text.slice(at, done), operatorId: person.id })
  }
  if (done < text.length) pieces.push({ kind: 'text', text: text.slice(done) })
  return pieces
}

export function mentionsIn(text: string, people: readonly Person[]): readonly OperatorId[] {
  const found = notePieces(text, people).flatMap((piece) => (piece.kind === 'mention' ? [piece.operatorId] : []))
  return [...new Set(found)]
}

/** Who does not see the conversation yet and will become its observer by being named (said before sending). */
export function becomeObservers(
  mentions: readonly OperatorId[],
  row: Pick<ConversationRow, 'assignee' | 'coAssignees' | 'observers'>,
  operators: readonly Operator[],
): readonly Operator[] {
  return operators.filter(
    (operator) =>
      mentions.includes(operator.id) &&
      operator.role === 'restricted' &&
      !canSee({ ...operator, canSupervise: false, mayExceedLimit: false }, row),
  )
}
