import type { Attachment } from '#protocol/attachment'
import type { VisitorLine } from '#protocol/visitor'
import type { ChatState } from './chat'
import { isSameDay } from './moments'
import type { Unsent } from './unsent'

/** How far a message of the visitor has come. */
export type Step = 'sending' | 'failed' | 'delivered' | 'read'

/** One row of the stream, as the screen draws it. `key` stays the same while the row is the same. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'author'; readonly key: string; readonly name: string; readonly picture: string | null }
  | {
      readonly kind: 'company'
      readonly key: string
      /** Null for the greeting, which nobody wrote. */
      readonly seq: number | null
      readonly line: Pick<VisitorLine, 'text' | 'attachments' | 'buttons' | 'pressed' | 'isEdited'>
      readonly at: number | null
    }
  | {
      readonly kind: 'visitor'
      readonly key: string
      readonly id: string | null
      readonly text: string
      readonly attachments: readonly Attachment[]
      readonly at: number
      readonly step: Step
      /** Said once for a run of messages that have come equally far. */
      readonly isStepSaid: boolean
    }

const noFrills = { attachments: [], buttons: [], pressed: null, isEdited: false }

type Mine = Extract<Row, { kind: 'visitor' }>

/** Pure: what the stream shows, from top to bottom. Unsent messages are last, in the order they will leave. */
export function rowsOf({ held, unsent, site }: Pick<ChatState, 'held' | 'unsent' | 'site'>): readonly Row[] {
  const rows: Row[] = []
  const greeting = site?.greeting ?? ''
  const welcome: Row[] =
    greeting === '' || held.hasOlder
      ? []
      : [{ kind: 'company', key: 'greeting', seq: null, line: { ...noFrills, text: greeting }, at: null }]
  let before: VisitorLine | undefined
  for (const line of held.lines) {
    if (line.isGone) continue
    if (before === undefined || !isSameDay(before.at, line.at))
      rows.push({ kind: 'day', key: `day${line.seq}`, at: line.at })
    if (before === undefined) rows.push(...welcome)
    if (beginsRun(before, line)) rows.push(authorRow(line))
    rows.push(line.from === 'company' ? companyRow(line) : mineRow(line, held.readByCompany))
    before = line
  }
  if (before === undefined) rows.push(...welcome)
  const arrived = new Set(held.lines.map(({ id }) => id))
  return withSteps([...rows, ...unsent.filter(({ id }) => !arrived.has(id)).map(unsentRow)])
}

function beginsRun(before: VisitorLine | undefined, line: VisitorLine): boolean {
  if (line.from !== 'company' || line.name === null) return false
  return before?.from !== 'company' || before.name !== line.name || !isSameDay(before.at, line.at)
}

/** What the page has kept of an earlier hub's lines knows of no pictures. */
const authorRow = ({ seq, name, picture = null }: VisitorLine): Row => ({
  ...{ kind: 'author', key: `author${seq}`, name: name ?? '', picture },
})

/** A line of the company looks the same until another one takes its place: its row is made once. */
const companyRows = new WeakMap<VisitorLine, Row>()

function companyRow(line: VisitorLine): Row {
  const known = companyRows.get(line)
  if (known !== undefined) return known
  const row: Row = { kind: 'company', key: `line${line.seq}`, seq: line.seq, line, at: line.at }
  companyRows.set(line, row)
  return row
}

/** The key is that of the unsent row before it, so that a message does not blink when it arrives. */
const mineRow = ({ id, seq, text, attachments, at }: VisitorLine, readByCompany: number): Row => ({
  kind: 'visitor',
  key: id ?? `line${seq}`,
  id,
  text,
  attachments,
  at,
  step: seq <= readByCompany ? 'read' : 'delivered',
  isStepSaid: false,
})

const unsentRow = ({ id, text, attachments, at, failed }: Unsent): Row => ({
  kind: 'visitor',
  key: id,
  id,
  text,
  attachments,
  at,
  step: failed === null ? 'sending' : 'failed',
  isStepSaid: false,
})

function withSteps(rows: readonly Row[]): readonly Row[] {
  const mine = rows.filter((row): row is Mine => row.kind === 'visitor')
  const said = new Set(mine.filter((row, index) => row.step === 'failed' || mine[index + 1]?.step !== row.step))
  return rows.map((row) => (row.kind === 'visitor' && said.has(row) ? { ...row, isStepSaid: true } : row))
}

/** «Анна Лебедева» signs as «Анна»; a name that is not a person's stands as it is. */
export function shortName(name: string): string {
  const [first = '', last = '', ...more] = name.split(/\s+/)
  const isPerson = more.length === 0 && /^\p{Lu}/u.test(first) && /^\p{Lu}/u.test(last)
  return isPerson ? first : name
}

export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase()
}

/** One of six pale tints, the same for the same name. */
export function tintOf(name: string): number {
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 997
  return (hash % 6) + 1
}
