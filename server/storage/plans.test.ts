import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ChannelId, ConversationId, OperatorId } from '#protocol/ids'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { SqlCompanyStore } from './company-store'
import { migrate } from './migrate'
import { picturesWanted } from './picture-reads'
import { SqlQueueStore } from './queue-store'
import { type Connection, openWritable } from './sqlite/connection'
import { migrations } from './sqlite/migrations/migrations'

/** Runs `read` on an empty store and gives how SQLite went about each of its statements. */
async function plansOf(read: (connection: Connection) => Promise<unknown>): Promise<readonly string[]> {
  const connection = openWritable(join(aTemporaryFolder(), 'hub.db'))
  onTestFinished(() => void connection.database.close())
  migrate(connection, migrations)
  const texts: string[] = []
  await read({
    ...connection,
    all: (text, values) => {
      texts.push(text)
      return connection.all(text, values)
    },
  })
  const plans = []
  for (const text of texts) {
    const bound = text.replaceAll(/\$\d+/g, '0')
    for (const { detail } of await connection.all<{ detail: string }>(`explain query plan ${bound}`)) plans.push(detail)
  }
  return plans
}

describe('what distribution reads again and again', () => {
  it('the queue: by its index, in its order, from where the last page ended', async () => {
    const place = { rank: 1, at: 5, openedAt: 5, id: ConversationId.parse('a') }
    for (const after of [null, place]) {
      const plans = await plansOf((connection) => new SqlQueueStore(connection).page(after, 200))
      expect(plans).toEqual([expect.stringContaining('USING INDEX conversation_queue')])
    }
  })

  it('who waits and whose rest ends: by the same, and who is to be answered in time by those who wait for us', async () => {
    const waiting = await plansOf((connection) => new SqlQueueStore(connection).awaited())
    expect(waiting[0]).toContain('USING INDEX conversation_queue')
    expect(waiting[1]).toContain('USING INDEX conversation_waiting')
    const resting = await plansOf((connection) => new SqlQueueStore(connection).resting())
    expect(resting[0]).toContain('USING INDEX conversation_queue')
    const timed = await plansOf((connection) => new SqlQueueStore(connection).timed())
    expect(timed[0]).toContain('USING INDEX conversation_waiting')
    expect(timed[1]).toContain('USING INDEX conversation_queue')
  })

  it("an operator's open conversations and everybody's counts: by the assignee, the counts from the index alone", async () => {
    const his = await plansOf((connection) => new SqlQueueStore(connection).assignedTo([OperatorId.parse('ivan')]))
    expect(his[0]).toContain('USING INDEX conversation_assignee')
    const counts = await plansOf((connection) => new SqlCompanyStore(connection).openCounts())
    expect(counts).toEqual([expect.stringContaining('USING COVERING INDEX conversation_assignee')])
  })
})

describe('what is looked for beside the talk', () => {
  it('contacts without a face: among the open conversations alone', async () => {
    const plans = await plansOf((connection) => picturesWanted(connection, ChannelId.parse('a'), 0, 20))
    const open = plans.filter((plan) => plan.includes(' conversation '))
    expect(open).toEqual([
      expect.stringContaining('USING INDEX conversation_waiting'),
      expect.stringContaining('USING INDEX conversation_rest'),
    ])
    expect(plans.join()).not.toContain('TEMP B-TREE')
  })
})
