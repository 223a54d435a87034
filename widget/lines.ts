import type { VisitorGap, VisitorLine } from '#protocol/visitor'

/** What of the conversation the page holds. Lines ascend by `seq`, each once. */
export interface Held {
  readonly lines: readonly VisitorLine[]
  readonly hasOlder: boolean
  readonly readByCompany: number
  readonly readByVisitor: number
}

export const nothingHeld: Held = { lines: [], hasOlder: false, readByCompany: 0, readByVisitor: 0 }

export const lastSeq = ({ lines }: Held): number => lines.at(-1)?.seq ?? 0

/** Lines come by several roads and in any order; the newest text of a line stands. */
export function withLines(held: Held, added: readonly VisitorLine[]): Held {
  if (added.length === 0) return held
  // Nearly always what is new comes after all there is.
  if (added.every(({ seq }, at) => seq > (added[at - 1]?.seq ?? lastSeq(held))))
    return { ...held, lines: [...held.lines, ...added] }
  const bySeq = new Map(held.lines.map((line) => [line.seq, line]))
  for (const line of added) bySeq.set(line.seq, line)
  return { ...held, lines: [...bySeq.values()].sort((one, other) => one.seq - other.seq) }
}

/** Marks only move forward: an answer that was long on its way knows less. */
export function withGap(held: Held, gap: VisitorGap): Held {
  const base = gap.isReset ? { ...held, lines: [], hasOlder: gap.hasOlder } : held
  const marks = {
    readByCompany: Math.max(held.readByCompany, gap.readByCompany),
    readByVisitor: Math.max(held.readByVisitor, gap.readByVisitor),
  }
  return { ...withLines(base, gap.lines), ...marks }
}

export function withOlder(held: Held, page: Pick<VisitorGap, 'lines' | 'hasOlder'>): Held {
  return { ...withLines(held, page.lines), hasOlder: page.hasOlder }
}

export const lastOfCompany = ({ lines }: Held): number => lines.findLast(({ from }) => from === 'company')?.seq ?? 0

export const unreadOf = ({ lines, readByVisitor }: Held): number =>
  lines.filter(({ from, seq, isGone }) => from === 'company' && !isGone && seq > readByVisitor).length

/** More lines than this are cut at the end to so many: older ones are one question away. */
const mostHeld = 400
const keptLines = 150

export function trimmed(held: Held): Held {
  return held.lines.length <= mostHeld ? held : { ...held, lines: held.lines.slice(-keptLines), hasOlder: true }
}
