import type { OperatorId } from '#protocol/ids'
import { readBasis } from '../distribution/read-basis'
import { replay } from '../distribution/replay'
import type { ReadableSql } from './sql'

/** What came of deciding everything again. */
export interface Replayed {
  readonly decisions: number
  readonly assignments: number
  /** Decisions that come out otherwise, or whose basis cannot be read: `basis conversation`, at most a hundred. */
  readonly differing: readonly string[]
}

const basesAtOnce = 200
const mostNamed = 100

interface Stored {
  readonly id: number
  readonly body: string
}

interface Line {
  readonly basis_id: number
  readonly conversation_id: string
  readonly chosen: OperatorId | null
}

/** Decides again whatever the store keeps a basis of, page by page: every automatic assignment has to go to the same operator. */
export async function replayStore(sql: ReadableSql): Promise<Replayed> {
  const differing: string[] = []
  let decisions = 0
  let assignments = 0
  for (let after = 0; ; ) {
    const page = await sql.all<Stored>('select id, body from decision_basis where id > $1 order by id limit $2', [
      after,
      basesAtOnce,
    ])
    const last = page.at(-1)
    if (last === undefined) return { decisions, assignments, differing: differing.slice(0, mostNamed) }
    const lines = await sql.all<Line>(
      'select basis_id, conversation_id, chosen from decision where basis_id > $1 and basis_id <= $2',
      [after, last.id],
    )
    const again = new Map(page.map(({ id, body }) => [id, outcomesOf(body)]))
    for (const { basis_id: id, conversation_id: conversation, chosen } of lines) {
      decisions++
      if (chosen !== null) assignments++
      const outcome = again.get(id)?.get(conversation)
      if (outcome === undefined || outcome !== chosen) differing.push(`${id} ${conversation}`)
    }
    after = last.id
  }
}

/** Who gets each conversation of a basis, null = nobody; empty when it cannot be read. */
function outcomesOf(body: string): ReadonlyMap<string, OperatorId | null> {
  const basis = readBasis(JSON.parse(body))
  if (basis === null) return new Map()
  return new Map(
    replay(basis).flatMap((decision) =>
      'conversationId' in decision ? [[decision.conversationId, decision.kind === 'assign' ? decision.to : null]] : [],
    ),
  )
}
