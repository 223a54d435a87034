import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sections } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import type { Account } from '#protocol/operator'
import { relationTo } from '#protocol/permissions'
import { demoChannels, demoGroups, demoSettings } from '#test/support/demo-people'
import { FakeHub } from '#test/support/fake-hub'
import { joinOf, planFar, planNear, planSnapshot, planView } from './apply-event'
import { MemoryCache } from './memory-cache'

const company = { groups: [...demoGroups], channels: [...demoChannels], settings: demoSettings }

function snapshotOf({ model, epoch }: FakeHub, account: Account) {
  const rows = model.topRows(account)
  const views = model.section(account, 'mine').map((row) => model.view(account, row.id))
  const operators = model.roster()
  const { position } = model
  const counts = model.totals(account)
  return { ...company, account, operators, counts, rows, views, epoch, position, hubAt: 1, marks: [] }
}

const anAct = fc.record({
  what: fc.constantFrom('contact', 'reply', 'receipt', 'take', 'give', 'watch', 'close', 'rename'),
  where: fc.nat({ max: 3 }),
})

describe('a copy', () => {
  it('that followed the events from a to b is what a snapshot at b would be', async () => {
    const history = fc.array(anAct, { maxLength: 25 })
    await fc.assert(
      fc.asyncProperty(history, history, fc.constantFrom('employee', 'restricted'), async (earlier, later, role) => {
        const hub = new FakeHub()
        const me = hub.addOperator('me', { role: role === 'employee' ? 'employee' : 'restricted' })
        const other = hub.addOperator('other')
        const ids = ['a', 'b', 'c', 'd'].map((name) => hub.model.openConversation(name))
        for (const id of ids) hub.contactWrites(id, 'Начало')
        const live = ({ what, where }: { what: string; where: number }) => {
          const id = ids[where] as ConversationId
          if (what === 'contact') hub.contactWrites(id, 'Вопрос')
          else if (what === 'reply') hub.operatorWrites(id, other.id, 'Ответ')
          else if (what === 'receipt') hub.isRead(id, hub.model.kept(id).row.seq)
          else if (what === 'take') hub.assign(id, me.id)
          else if (what === 'give') hub.assign(id, other.id)
          else if (what === 'watch') hub.observe(id, me.id, where % 2 === 0)
          else if (what === 'close') hub.close(id)
          else hub.renameContact(id, 'Имя')
        }
        earlier.forEach(live)
        const copy = new MemoryCache()
        await copy.write(planSnapshot(snapshotOf(hub, me), 1))
        const from = hub.model.position
        later.forEach(live)
        await follow(hub, me, copy, from)
        const fresh = new MemoryCache()
        await fresh.write(planSnapshot(snapshotOf(hub, me), 1))
        for (const section of sections)
          expect(await copy.rows(section, null, 100)).toEqual(await fresh.rows(section, null, 100))
        expect(await copy.company()).toEqual(await fresh.company())
        expect(await copy.cursor()).toEqual(await fresh.cursor())
        for (const row of hub.model.section(me, 'mine'))
          expect(await copy.entries(row.id, null, 50)).toEqual(await fresh.entries(row.id, null, 50))
      }),
      { numRuns: 200 },
    )
  })
})

/** What the hub would have sent since: near events and whole conversations as they became near, then one far packet. */
async function follow(hub: FakeHub, me: Account, copy: MemoryCache, from: number): Promise<void> {
  const { model } = hub
  const touched = new Set<ConversationId>()
  for (const { item, before, after } of model.log.slice(from)) {
    const id = item.conversationId
    const saw = before !== null && model.sees(me, before)
    if (saw || model.sees(me, after)) touched.add(id)
    if (relationTo(after, me.id) === 'none') continue
    if (before === null || relationTo(before, me.id) === 'none') {
      await copy.write(planView(model.view(me, id), await copy.known(id)))
      continue
    }
    const held = await copy.known(id)
    const plan = planNear([{ ...item, row: model.kept(id).row }], () => held)
    if (plan.gaps.length > 0) await copy.write(planView(model.view(me, id), held))
    else await copy.write(plan.changes)
  }
  const rows = [...touched].map((id) => model.kept(id).row)
  const packet = {
    after: from,
    position: model.position,
    rows: rows.filter((row) => model.sees(me, row)),
    gone: rows.filter((row) => !model.sees(me, row)).map((row) => row.id),
    counts: model.totals(me),
    operators: model.roster(),
  }
  await copy.write(planFar(packet, { epoch: hub.epoch, company: await copy.company(), at: 1 }))
}

describe('a far packet', () => {
  it.each([
    [{ after: 5, position: 9 }, 'joins'],
    [{ after: 3, position: 9 }, 'joins'],
    [{ after: 5, position: 5 }, 'joins'],
    [{ after: 2, position: 4 }, 'old'],
    [{ after: 6, position: 9 }, 'gap'],
  ])('%j at 5: %s', (packet, expected) => {
    expect(joinOf(packet, 5)).toBe(expected)
  })
})
