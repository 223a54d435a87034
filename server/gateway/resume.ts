import type { ConversationRow } from '#protocol/conversation'
import type { ConversationView, NearItem, Resumed } from '#protocol/events'
import type { ConversationId, OperatorId, Position, Seq } from '#protocol/ids'
import type { AccountRecord } from '../accounts/ports'
import { accountOf } from '../accounts/presenters'
import { type LogLine, mayView, type Reads, type Viewer } from './ports'
import { companyFor, type SnapshotSources, totalsOf } from './snapshot'
import { viewOf } from './views'

const oldestMs = 7 * 24 * 3_600_000
const mostEvents = 1_000_000
/** Beyond these a snapshot is the shorter way. */
const mostLogLines = 20_000
const mostRows = 1_000
const mostItems = 2_000
const itemsPerConversation = 200
/** A mark may have been set just before the event the cursor stands for. */
const markSlackMs = 60_000

export interface ResumeRequest {
  readonly epoch: string
  readonly cursor: Position
  readonly open: readonly ConversationId[]
}

type SnapshotReason = Extract<Resumed, { kind: 'snapshotRequired' }>['reason']

/** What a device has missed since its cursor, or that a snapshot is needed. */
export function resume(
  sources: SnapshotSources,
  viewer: Viewer,
  account: AccountRecord,
  request: ResumeRequest,
): Promise<Resumed> {
  return sources.store.snapshot(async (reads) => {
    const position = sources.store.position()
    const missed = await missedLines(reads, sources, viewer, request, position)
    if (!missed.ok) return { kind: 'snapshotRequired', reason: missed.reason }
    const changed = firstSeqs(missed.lines)
    const { rows, gone } = await farOf(reads, viewer, changed)
    const near = await nearOf(reads, viewer, rows, changed, new Set(request.open))
    if (rows.length > mostRows || near.items.length > mostItems) return { kind: 'snapshotRequired', reason: 'tooOld' }
    const company = companyFor(sources.company, viewer)
    const counts = await totalsOf(sources, reads, viewer)
    return {
      kind: 'events',
      far: { after: request.cursor, position, rows, gone, counts, operators: company.operators },
      near: near.items,
      views: near.views,
      marks: [...(await reads.marksSince(viewer.operatorId, missed.since))],
      account: accountOf(account),
      ...company,
    }
  })
}

type Missed =
  | { readonly ok: true; readonly lines: readonly LogLine[]; readonly since: number }
  | { readonly ok: false; readonly reason: SnapshotReason }

async function missedLines(
  reads: Reads,
  { epochOf, now }: SnapshotSources,
  viewer: Viewer,
  { epoch, cursor }: ResumeRequest,
  position: Position,
): Promise<Missed> {
  const current = epochOf(viewer)
  // Everything before the dot names the store; what follows it, the rights.
  if (epoch !== current)
    return { ok: false, reason: epoch.split('.')[0] === current.split('.')[0] ? 'rights' : 'epoch' }
  if (cursor > position) return { ok: false, reason: 'epoch' }
  const oldest = await reads.oldestLogLine()
  const isTrimmed = cursor < position && (oldest === undefined || oldest.position > cursor + 1)
  if (isTrimmed || position - cursor > mostEvents) return { ok: false, reason: 'tooOld' }
  const lines = await reads.log(cursor, mostLogLines + 1)
  const first = lines[0]?.at
  if (lines.length > mostLogLines || (first !== undefined && first < now() - oldestMs))
    return { ok: false, reason: 'tooOld' }
  // Marks take no position: those set since the last event the device has seen count, and a few more do no harm.
  const seen = cursor === 0 ? undefined : await reads.logLineAt(cursor)
  return { ok: true, lines, since: (seen?.at ?? 0) - markSlackMs }
}

/** The first event of each conversation that was missed. */
function firstSeqs(lines: readonly LogLine[]): ReadonlyMap<ConversationId, Seq> {
  const first = new Map<ConversationId, Seq>()
  for (const { conversationId, seq } of lines) if (!first.has(conversationId)) first.set(conversationId, seq)
  return first
}

async function farOf(
  reads: Reads,
  viewer: Viewer,
  changed: ReadonlyMap<ConversationId, Seq>,
): Promise<{ readonly rows: ConversationRow[]; readonly gone: ConversationId[] }> {
  const rows: ConversationRow[] = []
  const gone: ConversationId[] = []
  for (const row of await reads.rows([...changed.keys()])) {
    if (mayView(viewer, row)) rows.push(row)
    else if (await hadPart(reads, viewer.operatorId, row, changed.get(row.id) ?? row.seq)) gone.push(row.id)
  }
  return { rows, gone }
}

/** Did the missed events take a part from him? Only then does he know the conversation, and only then is its id told. */
async function hadPart(reads: Reads, operatorId: OperatorId, row: ConversationRow, first: Seq): Promise<boolean> {
  const items = await reads.items(row, first - 1, mostItems)
  return items.some((item) => touchesPart(item, operatorId).lost)
}

function touchesPart(item: NearItem, operatorId: OperatorId): { readonly gained: boolean; readonly lost: boolean } {
  const nothing = { gained: false, lost: false }
  if (item.event.kind !== 'entry.added' || item.event.entry.kind !== 'system') return nothing
  const { event } = item.event.entry
  if (event.kind === 'assigned') return { gained: event.to?.id === operatorId, lost: event.from?.id === operatorId }
  if (event.kind === 'reopened') return { gained: false, lost: event.from?.id === operatorId }
  if (event.kind === 'partAdded') return { gained: event.operatorId === operatorId, lost: false }
  if (event.kind === 'partRemoved') return { gained: false, lost: event.operatorId === operatorId }
  return nothing
}

/** While it was closed its stream was not near: whoever has a part in it gets it whole. */
const reopens = ({ event }: NearItem): boolean =>
  event.kind === 'entry.added' && event.entry.kind === 'system' && event.entry.event.kind === 'reopened'

/** Streams of what is near: what was missed, or the whole view where there is more to know than that. */
async function nearOf(
  reads: Reads,
  viewer: Viewer,
  rows: readonly ConversationRow[],
  changed: ReadonlyMap<ConversationId, Seq>,
  open: ReadonlySet<ConversationId>,
): Promise<{ readonly items: NearItem[]; readonly views: ConversationView[] }> {
  const own = new Set((await reads.nearRows(viewer.operatorId)).map((row) => row.id))
  const items: NearItem[] = []
  const views: ConversationView[] = []
  for (const row of rows) {
    if (!own.has(row.id) && !open.has(row.id)) continue
    const first = changed.get(row.id) ?? row.seq
    const missed = await reads.items(row, first - 1, itemsPerConversation + 1)
    const isNew = first === 1 || missed.some((item) => reopens(item) || touchesPart(item, viewer.operatorId).gained)
    const view = isNew || missed.length > itemsPerConversation ? await viewOf(reads, viewer, row.id) : undefined
    if (view !== undefined) views.push(view)
    else items.push(...missed)
  }
  items.sort((a, b) => a.position - b.position)
  return { items, views }
}
