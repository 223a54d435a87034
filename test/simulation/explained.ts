import { ConversationId } from '#protocol/ids'
import { explain } from '#server/distribution/explain'
import { readBasis } from '#server/distribution/read-basis'
import { replay } from '#server/distribution/replay'
import type { World } from './world'

interface Stored {
  readonly conversationId: string
  readonly chosen: string | null
  readonly choice: string
  readonly body: string
}

/** Decisions of the store that their basis does not lead to again, or that nobody could be told the reason of. */
export async function unexplained(world: World): Promise<readonly string[]> {
  const rows = await world.hub.open.reader.all<Stored>(
    `select conversation_id as "conversationId", chosen, choice, body from decision join decision_basis on id = basis_id`,
  )
  return rows.flatMap(({ conversationId, chosen, choice, body }) => {
    const basis = readBasis(JSON.parse(body))
    if (basis === null) return [`the basis of ${conversationId} cannot be read`]
    const again = replay(basis).find((one) => 'conversationId' in one && one.conversationId === conversationId)
    const explanation = explain(basis, ConversationId.parse(conversationId))
    if (again === undefined || (again.kind === 'assign' ? again.to : null) !== chosen)
      return [`${conversationId} went to ${chosen}, but its basis says otherwise`]
    return explanation?.chosen === chosen && (again.kind === 'rest' || explanation.choice === choice)
      ? []
      : [`${conversationId} went to ${chosen} by ${choice}, but is explained otherwise`]
  })
}
