import { describe, expect, it } from 'vitest'
import { OperatorId } from '#protocol/ids'
import { aHub } from '#test/support/a-hub'
import { searchConversations } from './search-reads'

const everything = { operatorId: OperatorId.parse('ivan'), seesAll: true }
const minute = 60_000

async function anArchive() {
  const hub = await aHub()
  const ivan = await hub.operator('ivan')
  for (const chat of ['old', 'new', 'open']) {
    await hub.writes(chat, `молоко ${chat}`)
    await hub.time.advance(minute)
    if (chat !== 'open') await hub.close(ivan, chat)
  }
  /** Time is up after so many conversations. */
  const search = (conversations: number, limit = 10, text = 'молоко') => {
    let looked = 0
    const options = { now: () => hub.time.now(), isOver: () => ++looked > conversations, pause: async () => {} }
    return searchConversations(hub.open.reader, everything, text, limit, options)
  }
  return { hub, search }
}

describe('a search at the hub', () => {
  it('looks through open conversations, then closed ones from the newest on', async () => {
    const { search } = await anArchive()
    const { messages, searchedTo } = await search(100)
    expect(messages.map(({ row }) => row.contactName)).toEqual(['open', 'new', 'old'])
    expect(searchedTo).toBeNull()
  })

  it('that ran out of time or room says how far back it has looked', async () => {
    const { search } = await anArchive()
    const { messages } = await search(100)
    const old = messages.find(({ row }) => row.contactName === 'old')
    expect(await search(2)).toMatchObject({ messages: { length: 2 }, searchedTo: old?.row.lastActivityAt })
    expect(await search(100, 1, 'open')).toMatchObject({ conversations: { length: 1 }, searchedTo: expect.any(Number) })
  })

  it('that did not get through the open ones claims nothing of the closed', async () => {
    const { hub, search } = await anArchive()
    expect(await search(0)).toEqual({ conversations: [], messages: [], searchedTo: hub.time.now() })
  })
})
