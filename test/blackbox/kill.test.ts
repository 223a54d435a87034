import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Command } from '#protocol/commands'
import type { ConversationId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import { aChief, anAccount, aWebChat } from './company'
import { HubProcess } from './hub-process'
import { OperatorPlayer, pause } from './operator'
import { VisitorPlayer } from './visitor'

const isNightly = process.env.NIGHTLY === '1'
const kills = isNightly ? 500 : 20
const visitors = isNightly ? 60 : 12

type Answering = (conversationId: ConversationId, entry: Entry, self: () => OperatorPlayer) => void

/** What the outside world knows to be true: it survives every death of the hub, because it is not the hub. */
interface Ledger {
  readonly acknowledgedByHub: Map<string, string>
  readonly repliesAccepted: Map<string, { conversationId: ConversationId; text: string }>
}

const hub = new HubProcess()
const ledger: Ledger = { acknowledgedByHub: new Map(), repliesAccepted: new Map() }
let operators: OperatorPlayer[] = []
let customers: VisitorPlayer[] = []

async function hire(chief: OperatorPlayer, name: string, onEntry: Answering): Promise<OperatorPlayer> {
  const session = await anAccount(hub, chief, name)
  const player: OperatorPlayer = new OperatorPlayer(hub.url, session, (id, entry) => onEntry(id, entry, () => player))
  await player.must<'presence.set'>({ kind: 'presence.set', status: 'online', by: 'operator' })
  return player
}

/** Answers every customer's message once, whoever sees it first, under an id that stays the same through repeats. */
function answering(): Answering {
  const answered = new Set<string>()
  return (conversationId, entry, self) => {
    if (entry.kind !== 'message' || entry.author.kind !== 'contact') return
    const key = `${conversationId} ${entry.seq}`
    if (answered.has(key)) return
    answered.add(key)
    const id = randomUUID()
    const text = `answer to ${entry.text}`
    const command: Command<'message.send'> = {
      kind: 'message.send',
      conversationId,
      text,
      attachments: [],
      replyToSeq: null,
    }
    void self()
      .command<'message.send'>(command, id)
      .then((reply) => {
        if (reply.ok) ledger.repliesAccepted.set(id, { conversationId, text })
      })
  }
}

beforeAll(async () => {
  await hub.start()
  const chief = await aChief(hub)
  const channel = await aWebChat(chief)
  const answer = answering()
  for (const name of ['Anna', 'Boris', 'Vera']) operators.push(await hire(chief, name, answer))
  customers = Array.from({ length: visitors }, () => new VisitorPlayer(hub.url, channel))
  operators = [chief, ...operators]
}, 60_000)

afterAll(async () => {
  for (const player of [...operators, ...customers]) player.close()
  await hub.stop()
})

/** Every customer writes on, message after message, until told to stop. */
function everybodyWrites(): { stop(): Promise<void> } {
  let isRunning = true
  const running = customers.map(async (customer, index) => {
    for (let number = 0; isRunning; number++) {
      const id = randomUUID()
      const text = `customer ${index} message ${number}`
      await customer.write(text, id)
      ledger.acknowledgedByHub.set(id, text)
      await pause(150 + ((index * 37) % 100))
    }
  })
  return {
    stop: async () => {
      isRunning = false
      await Promise.all(running)
    },
  }
}

async function wholeStream(reader: OperatorPlayer, conversationId: ConversationId): Promise<readonly Entry[]> {
  const { entries, hasOlder } = await reader.ask<'conversation.open'>({ kind: 'conversation.open', conversationId })
  const all = [...entries]
  for (let more = hasOlder; more; ) {
    const before = all[0]?.seq ?? 0
    const page = await reader.ask<'conversation.history'>({
      kind: 'conversation.history',
      conversationId,
      before,
      limit: 100,
    })
    all.unshift(...page.entries)
    more = page.hasOlder
  }
  return all
}

async function conversations(reader: OperatorPlayer): Promise<readonly ConversationId[]> {
  const ids: ConversationId[] = []
  for (const section of ['mine', 'unassigned', 'others', 'closed'] as const) {
    const { rows } = await reader.ask<'conversations.list'>({
      kind: 'conversations.list',
      section,
      after: null,
      limit: 100,
    })
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}

const texts = (entries: readonly Entry[]) => entries.flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []))

describe('a hub killed in the middle of everything', () => {
  it(
    `keeps what it acknowledged, once, through ${kills} deaths`,
    async () => {
      const traffic = everybodyWrites()
      for (let number = 0; number < kills; number++) {
        await pause(200 + ((number * 7919) % 900))
        await hub.kill()
        await hub.start()
      }
      await pause(1_000)
      await traffic.stop()

      const [chief, ...colleagues] = operators
      if (chief === undefined) throw new Error('nobody to ask')
      const ids = await conversations(chief)
      const streams = await settled(chief, ids)

      const stored = streams.flatMap(({ entries }) => texts(entries))
      const acknowledged = [...ledger.acknowledgedByHub.values()]
      expect(acknowledged.filter((text) => stored.filter((one) => one === text).length !== 1)).toEqual([])
      const replies = [...ledger.repliesAccepted.values()].map(({ text }) => text)
      expect(replies.filter((text) => stored.filter((one) => one === text).length !== 1)).toEqual([])
      expect(stored.length).toBe(new Set(stored).size)
      expect(ids.length).toBe(visitors)
      for (const { conversationId, entries } of streams) {
        expect(entries.map(({ seq }) => seq)).toEqual([...entries.map(({ seq }) => seq)].sort((a, b) => a - b))
        for (const colleague of colleagues) expect(await wholeStream(colleague, conversationId)).toEqual(entries)
      }
      expect(customers.flatMap(({ faults }) => faults)).toEqual([])
      for (const customer of customers) {
        const shown = [...customer.lines.values()].sort((a, b) => a.seq - b.seq).map(({ text }) => text)
        const own = streams.find(({ entries }) => texts(entries).includes(shown[0] ?? ''))
        expect(shown).toEqual(texts(own?.entries ?? []))
      }
    },
    isNightly ? 3_600_000 : 240_000,
  )

  it('leaves a store without damage', async () => {
    await hub.kill()
    const database = new Database(hub.storeFile, { readonly: true })
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
  })
})

/** Reads until every reply is delivered: deliveries go on after the last customer has stopped. */
async function settled(reader: OperatorPlayer, ids: readonly ConversationId[]) {
  for (;;) {
    const streams = await Promise.all(
      ids.map(async (conversationId) => ({ conversationId, entries: await wholeStream(reader, conversationId) })),
    )
    const open = streams.flatMap(({ entries }) =>
      entries.filter(
        (entry) =>
          entry.kind === 'message' && (entry.delivery?.status === 'queued' || entry.delivery?.status === 'sending'),
      ),
    )
    const answered = ledger.repliesAccepted.size >= ledger.acknowledgedByHub.size
    if (open.length === 0 && answered) return streams
    await pause(200)
  }
}
