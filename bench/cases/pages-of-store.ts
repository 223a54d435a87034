import Database from 'better-sqlite3'
import { type ConversationId, OperatorId } from '#protocol/ids'
import { listKey } from '#protocol/list-order'
import { sectionPage } from '#server/storage/conversation-lists'
import { openReadable } from '#server/storage/sqlite/connection'
import { entriesBefore } from '#server/storage/stream-reads'
import { type Figure, median, ratioFigure } from '../figure'

const queries = 300
const page = 50

/** Milliseconds a call, mean of many: one takes less than the clock can tell. */
async function timed(call: () => unknown): Promise<number> {
  const startedAt = performance.now()
  for (let index = 0; index < queries; index++) await call()
  return (performance.now() - startedAt) / queries
}

interface Compared {
  readonly what: string
  readonly limit: () => unknown
  readonly product: () => unknown
}

const places = `where is_open = 0`
const newestFirst = 'order by last_activity_at desc, id desc'

/** The pages a workspace asks for, through the hub's own reads and as the barest statement over the same index, in turn. */
export async function measurePages(file: string, writer: ConversationId, rounds: number): Promise<readonly Figure[]> {
  const sql = openReadable(file)
  const bare = new Database(file, { readonly: true })
  try {
    const viewer = { operatorId: OperatorId.parse('nobody'), seesAll: true }
    const first = await sectionPage(sql, viewer, 'closed', null, page)
    const last = first.at(-1)
    if (last === undefined || first.length < page) throw new Error('the store has no page of closed conversations')
    const after = listKey(last)
    const firstPage = bare.prepare(`select * from conversation ${places} ${newestFirst} limit ?`)
    const nextPage = bare.prepare(
      `select * from conversation ${places} and (last_activity_at, id) < (?, ?) ${newestFirst} limit ?`,
    )
    const stream = bare.prepare('select * from entry where conversation_id = ? order by seq desc limit ?')
    const compared: readonly Compared[] = [
      {
        what: 'first page of a section, ms',
        limit: () => firstPage.all(page),
        product: () => sectionPage(sql, viewer, 'closed', null, page),
      },
      {
        what: 'next page of a section, ms',
        limit: () => nextPage.all(after.at, after.id, page),
        product: () => sectionPage(sql, viewer, 'closed', after, page),
      },
      {
        what: 'page of a conversation, ms',
        limit: () => stream.all(writer, page),
        product: () => entriesBefore(sql, writer, null, page),
      },
    ]
    const figures: Figure[] = []
    for (const one of compared) figures.push(await compare(one, rounds))
    return figures
  } finally {
    bare.close()
    sql.database.close()
  }
}

async function compare({ what, limit, product }: Compared, rounds: number): Promise<Figure> {
  const limits: number[] = []
  const products: number[] = []
  for (let round = 0; round < rounds; round++) {
    limits.push(await timed(limit))
    products.push(await timed(product))
  }
  return ratioFigure('P13', what, median(limits), median(products))
}
