import { type ConversationRow, countsOf, type Section, sectionOf, sections } from '#protocol/conversation'
import type { ConversationView, FarPacket, NearItem, Resumed, Snapshot } from '#protocol/events'
import type { ConversationId, OperatorId, Seq } from '#protocol/ids'
import { compareRows, listKey } from '#protocol/list-order'
import type { Operator } from '#protocol/operator'
import { type ListCursor, pageLimit } from '#protocol/queries'
import type { CacheChanges, CachedCompany, EntryOf, Known } from './cache'

/** A conversation whose events do not join what is held: ask `conversation.catchUp` for what comes after `after`. */
export interface Gap {
  readonly conversationId: ConversationId
  readonly after: Seq
}

export interface NearPlan {
  readonly changes: CacheChanges
  readonly gaps: readonly Gap[]
}

const nothingHeld: Known = { seq: 0, from: 0, hasOlder: false }

/**
 * Events of near conversations, in the order they came. A repeat changes nothing; a hole stops its conversation there, for
 * `catchUp` brings the rest. Rows are whole, so they are taken in any case.
 */
export function planNear(items: readonly NearItem[], heldOf: (id: ConversationId) => Known | null): NearPlan {
  const known = new Map<ConversationId, Known>()
  const gaps = new Map<ConversationId, Gap>()
  const entries: EntryOf[] = []
  for (const { conversationId, seq, event } of items) {
    if (gaps.has(conversationId)) continue
    const held = known.get(conversationId) ?? heldOf(conversationId) ?? nothingHeld
    if (seq > held.seq + 1) {
      gaps.set(conversationId, { conversationId, after: held.seq })
      continue
    }
    if (seq <= held.seq) continue
    if (event.kind !== 'conversation.changed') entries.push({ conversationId, entry: event.entry })
    known.set(conversationId, { ...held, seq })
  }
  return {
    changes: {
      rows: items.map((item) => item.row),
      entries,
      known: [...known].map(([conversationId, held]) => ({ conversationId, ...held })),
    },
    gaps: [...gaps.values()],
  }
}

/** Whether a far packet joins what is held. One that began before the cursor and ends behind it covers all that is missing. */
export function joinOf(packet: Pick<FarPacket, 'after' | 'position'>, position: number): 'joins' | 'old' | 'gap' {
  if (packet.after > position) return 'gap'
  return packet.position < position ? 'old' : 'joins'
}

function withOperators(held: readonly Operator[], changed: readonly Operator[]): readonly Operator[] {
  if (changed.length === 0) return held
  const byId = new Map<OperatorId, Operator>(changed.map((operator) => [operator.id, operator]))
  const kept = held.map((operator) => byId.get(operator.id) ?? operator)
  const ids = new Set(held.map((operator) => operator.id))
  return [...kept, ...changed.filter((operator) => !ids.has(operator.id))]
}

const noLoad = { load: 0, shared: 0 }

/** The company with its counts as this operator sees them, which follow from the totals and from his own load. */
export function companyOf(parts: Omit<CachedCompany, 'counts'>): CachedCompany {
  const me = parts.operators.find((operator) => operator.id === parts.account.id)
  return { ...parts, counts: countsOf(parts.totals, me ?? noLoad) }
}

/** A far packet that joins: rows, who is gone, counts; and the cursor, which moves only here. */
export function planFar(
  packet: FarPacket,
  held: { readonly epoch: string; readonly company: CachedCompany | null; readonly at: number },
): CacheChanges {
  const { company } = held
  const isCompanyChanged = company !== null && (packet.counts !== null || packet.operators.length > 0)
  return {
    rows: packet.rows,
    gone: packet.gone,
    cursor: { epoch: held.epoch, position: packet.position, at: held.at },
    ...(isCompanyChanged && {
      company: companyOf({
        ...company,
        operators: withOperators(company.operators, packet.operators),
        totals: packet.counts ?? company.totals,
      }),
    }),
  }
}

const merged = (all: readonly CacheChanges[]): CacheChanges => ({
  rows: all.flatMap((changes) => changes.rows ?? []),
  entries: all.flatMap((changes) => changes.entries ?? []),
  contacts: all.flatMap((changes) => changes.contacts ?? []),
  marks: all.flatMap((changes) => changes.marks ?? []),
  known: all.flatMap((changes) => changes.known ?? []),
})

/**
 * A conversation as the hub shows it now. Where it is ahead of what is held, the stream held begins anew with it: older entries
 * may have changed unseen or a hole may lie between.
 */
export function planView(view: ConversationView, held: Known | null): CacheChanges {
  const conversationId = view.row.id
  const isAhead = held === null || held.seq < view.row.seq
  const from = view.hasOlder ? (view.entries[0]?.seq ?? view.row.seq + 1) : 0
  return {
    rows: [view.row],
    contacts: [view.contact],
    entries: view.entries.map((entry) => ({ conversationId, entry })),
    marks: view.mark === null ? [] : [view.mark],
    known: isAhead ? [{ conversationId, seq: view.row.seq, from, hasOlder: view.hasOlder }] : [],
  }
}

/** The snapshot holds the top of each section; a section with fewer rows than a page is there to its end. */
function reachOf(rows: readonly ConversationRow[], section: Section, me: OperatorId): ListCursor | null {
  const list = rows.filter((row) => sectionOf(row, me) === section).sort(compareRows)
  const last = list[pageLimit - 1]
  return last === undefined ? null : listKey(last)
}

export function planSnapshot(snapshot: Snapshot, at: number): CacheChanges {
  const { account, operators, groups, channels, settings, counts, rows, marks, epoch, position } = snapshot
  const views = merged(snapshot.views.map((view) => planView(view, null)))
  return {
    ...views,
    reset: true,
    company: companyOf({ account, operators, groups, channels, settings, totals: counts }),
    rows: [...rows, ...(views.rows ?? [])],
    marks: [...marks, ...(views.marks ?? [])],
    reach: sections.map((section) => ({ section, upTo: reachOf(rows, section, account.id) })),
    cursor: { epoch, position, at },
  }
}

export interface ResumePlan extends NearPlan {
  readonly views: readonly ConversationView[]
}

/** What was missed, in one step: what became near first, then its events, then rows, company and cursor. */
export function planResumed(
  resumed: Extract<Resumed, { kind: 'events' }>,
  held: { readonly epoch: string; readonly company: CachedCompany | null; readonly at: number },
  heldOf: (id: ConversationId) => Known | null,
): ResumePlan {
  const { account, operators, groups, channels, settings } = resumed
  const views = merged(resumed.views.map((view) => planView(view, heldOf(view.row.id))))
  const fresh = new Map<ConversationId, Known>(
    (views.known ?? []).map(({ conversationId, ...known }) => [conversationId, known]),
  )
  const near = planNear(resumed.near, (id) => fresh.get(id) ?? heldOf(id))
  const far = planFar(resumed.far, held)
  const totals = resumed.far.counts ?? held.company?.totals
  return {
    changes: {
      ...merged([views, near.changes, far, { marks: resumed.marks }]),
      ...(far.gone && { gone: far.gone }),
      ...(far.cursor && { cursor: far.cursor }),
      ...(totals && { company: companyOf({ account, operators, groups, channels, settings, totals }) }),
    },
    gaps: near.gaps,
    views: resumed.views,
  }
}
