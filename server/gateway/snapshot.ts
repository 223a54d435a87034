import { type ConversationRow, sections, type TotalCounts } from '#protocol/conversation'
import type { ConversationView, Snapshot } from '#protocol/events'
import type { ConversationId } from '#protocol/ids'
import { pageLimit } from '#protocol/queries'
import type { AccountRecord } from '../accounts/ports'
import { accountOf } from '../accounts/presenters'
import type { Company, ReadStore, Reads, Viewer } from './ports'
import { operatorFor } from './sight'
import type { Totals } from './totals'
import { viewOf } from './views'

/** More own conversations than this come without their streams; the workspace asks for them when it needs them. */
const mostViews = 200

export interface SnapshotSources {
  readonly store: ReadStore
  readonly company: Company
  readonly totals: Totals
  readonly epochOf: (viewer: Viewer) => string
  readonly now: () => number
}

/** Counts of the whole company are kept, those of a restricted operator are counted. */
export const totalsOf = async ({ totals }: SnapshotSources, reads: Reads, viewer: Viewer): Promise<TotalCounts> =>
  viewer.seesAll ? totals.counts() : reads.totals(viewer)

/** What of the company one may know: the same in a snapshot and in the answer to a resume. */
export const companyFor = (company: Company, viewer: Viewer) => ({
  operators: company.operators().map((operator) => operatorFor(viewer, operator)),
  groups: [...company.groups()],
  channels: [...company.channels()],
  settings: company.settings(),
})

async function ownViews(reads: Reads, viewer: Viewer): Promise<ConversationView[]> {
  const views: ConversationView[] = []
  for (const row of (await reads.nearRows(viewer.operatorId)).slice(0, mostViews)) {
    const view = await viewOf(reads, viewer, row.id)
    if (view !== undefined) views.push(view)
  }
  return views
}

/** The whole of what a workspace starts with: rows, counts, streams and position of one committed state. */
export function takeSnapshot(sources: SnapshotSources, viewer: Viewer, account: AccountRecord): Promise<Snapshot> {
  const { store, company, epochOf, now } = sources
  return store.snapshot(async (reads) => {
    const position = store.position()
    const rows = new Map<ConversationId, ConversationRow>()
    for (const section of sections)
      for (const row of await reads.section(viewer, section, null, pageLimit)) rows.set(row.id, row)
    const views = await ownViews(reads, viewer)
    for (const { row } of views) rows.set(row.id, row)
    return {
      epoch: epochOf(viewer),
      position,
      hubAt: now(),
      account: accountOf(account),
      ...companyFor(company, viewer),
      counts: await totalsOf(sources, reads, viewer),
      rows: [...rows.values()],
      marks: [...(await reads.marks(viewer.operatorId, [...rows.keys()]))],
      views,
    }
  })
}
