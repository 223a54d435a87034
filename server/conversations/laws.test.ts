import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OperatorId } from '#protocol/ids'
import { aHub, type TestHub } from '#test/support/a-hub'

const chats = ['anna', 'bob', 'carl', 'dora', 'emil']
const people = ['ivan', 'maria', 'pavel'].map((name) => OperatorId.parse(name))

interface Step {
  readonly does: string
  readonly run: (hub: TestHub) => Promise<unknown>
}

const chat = fc.constantFrom(...chats)
const person = fc.constantFrom(...people)
const told = [
  'deleted',
  'restored',
  'reaction',
  'receiptUpTo',
  'edited',
  'missed',
  'answered',
  'writtenElsewhere',
] as const
const step = (does: string, run: Step['run']): Step => ({ does, run })

const writes = chat.map((who) => step(`${who} writes`, (hub) => hub.event(hub.message(who))))

/** What messengers tell beside messages, about any of ten messages that may or may not be there. */
const tells = fc.tuple(chat, fc.integer({ min: 0, max: 9 }), fc.constantFrom(...told)).map(([who, number, what]) =>
  step(`${what} of ${who} about ${number}`, (hub) => {
    const about = { eventKey: hub.nextKey(), externalChat: who, externalMessageId: `message-event-${number}` }
    const sender = { externalId: who, name: who, username: null, link: null }
    switch (what) {
      case 'deleted':
      case 'restored':
        return hub.event({ ...about, kind: what })
      case 'reaction':
        return hub.event({ ...about, kind: what, emoji: '❤' })
      case 'receiptUpTo':
        return hub.event({ ...about, kind: what, status: 'read' })
      case 'edited':
        return hub.event({ ...about, kind: what, text: 'edited', editedAt: hub.time.now() })
      case 'missed':
      case 'answered': {
        const externalMessageId = `call ${number}`
        return hub.event({ ...about, kind: 'call', externalMessageId, sender, outcome: what, durationMs: null })
      }
      case 'writtenElsewhere': {
        const written = { author: null, text: 'by hand', attachments: [], providerAt: null }
        return hub.event({ ...about, kind: what, externalMessageId: `elsewhere ${number}`, ...written })
      }
    }
  }),
)

const steps: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: tells, weight: 4 },
  { arbitrary: writes, weight: 4 },
  fc.tuple(person, chat).map(([by, who]) => step(`${by} replies to ${who}`, (hub) => hub.reply(by, who))),
  fc.tuple(person, chat).map(([by, who]) => step(`${by} takes ${who}`, (hub) => hub.take(by, who))),
  fc.tuple(person, chat).map(([by, who]) => step(`${by} closes ${who}`, (hub) => hub.close(by, who))),
  fc.tuple(person, chat).map(([by, who]) => step(`${by} reopens ${who}`, (hub) => hub.reopen(by, who))),
  fc.tuple(person, chat).map(([by, who]) => step(`${by} releases ${who}`, (hub) => hub.release(by, who))),
  fc.tuple(person, chat).map(([by, who]) => step(`${by} notes ${who}`, (hub) => hub.note(by, who, 'a note'))),
  fc
    .tuple(person, chat, fc.option(person))
    .map(([by, who, to]) => step(`${by} gives ${who} to ${to}`, (hub) => hub.transfer(by, who, to, true))),
  fc
    .tuple(person, chat, person, fc.constantFrom('coAssignee' as const, 'observer' as const), fc.boolean())
    .map(([by, who, to, part, adds]) =>
      step(`${by} ${adds ? 'adds' : 'removes'} ${to} as ${part} of ${who}`, (hub) =>
        adds ? hub.addPart(by, who, to, part) : hub.removePart(by, who, to, part),
      ),
    ),
  fc
    .tuple(person, fc.constantFrom('online' as const, 'busy' as const, 'offline' as const))
    .map(([who, status]) => step(`${who} goes ${status}`, (hub) => hub.choose(who, status))),
  person.map((who) => step(`${who} is cut`, (hub) => hub.cut(who))),
  person.map((who) => step(`${who} is back`, (hub) => hub.back(who))),
  fc.integer({ min: 1, max: 60 }).map((s) => step(`${s} s pass`, (hub) => hub.time.advance(s * 1_000))),
  fc
    .integer({ min: 0, max: 3 })
    .map((limit) => step(`the limit is ${limit}`, (hub) => hub.settings({ conversationLimit: limit }))),
  fc
    .constantFrom('allOpen' as const, 'awaitingAnswer' as const)
    .map((loadCounts) => step(`${loadCounts} counts`, (hub) => hub.settings({ loadCounts }))),
)

describe('whatever people and contacts do', () => {
  it('snapshot plus events is the next snapshot, streams have no gap, and loads are what the rows say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (story) => {
        const hub = await aHub({ conversationLimit: 2 })
        for (const name of people) await hub.operator(name)
        for (const one of chats) await hub.event(hub.message(one))
        for (const one of story) await one.run(hub)
        await hub.mirror.check()
        await hub.time.advance(5_000)
        expect(hub.bugs).toEqual([])
        await hub.restart()
        await hub.mirror.check()
        await hub.open.close()
      }),
      { numRuns: 40 },
    )
  }, 120_000)

  it('nobody gets above his limit by distribution', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(steps, fc.integer({ min: 1, max: 6 })), { minLength: 5, maxLength: 30 }),
        async (story) => {
          const hub = await aHub({ conversationLimit: 2 })
          for (const name of people) await hub.operator(name)
          for (const one of chats) await hub.event(hub.message(one))
          const given: string[] = []
          hub.open.changes.subscribe((changes) => {
            for (const { item } of changes) {
              const { event } = item
              if (event.kind !== 'entry.added' || event.entry.kind !== 'system') continue
              const line = event.entry.event
              if (line.kind !== 'assigned' || line.by !== null || line.to?.kind !== 'operator') continue
              const member = hub.open.roster.members.get(line.to.id)
              if (member?.entry.limit != null && member.entry.load > member.entry.limit) given.push(line.to.id)
            }
          })
          for (const [one, burst] of story) {
            await one.run(hub)
            const first = given.length
            await Promise.all(chats.slice(0, burst).map((who) => hub.event(hub.message(who))))
            expect(given.slice(first)).toEqual([])
          }
          await hub.open.close()
        },
      ),
      { numRuns: 25 },
    )
  }, 120_000)

  it('any list of deliveries with repeats, in any order and all at once, stores the same set once', async () => {
    const deliveries = fc.array(fc.tuple(chat, fc.integer({ min: 0, max: 9 }), fc.boolean()), { maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(deliveries, async (list) => {
        const hub = await aHub()
        await hub.operator('ivan', { limit: null })
        await Promise.all(
          list.map(([who, number, isRenamed], index) => {
            const traits = {
              eventKey: isRenamed ? `again ${index}` : `${who} ${number}`,
              externalMessageId: `${number}`,
            }
            return hub.event(hub.message(who, `message ${number}`, traits))
          }),
        )
        const stored = (await Promise.all([...new Set(list.map(([who]) => who))].map((who) => hub.entries(who))))
          .flat()
          .flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []))
        const sent = new Set(list.map(([who, number]) => `${who} ${number}`))
        expect(stored).toHaveLength(sent.size)
        await hub.mirror.check()
        await hub.open.close()
      }),
      { numRuns: 40 },
    )
  }, 120_000)
})
