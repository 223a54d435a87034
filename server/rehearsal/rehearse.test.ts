import { describe, expect, it } from 'vitest'
import type { RehearsalDraft } from '#protocol/rehearsal'
import { type DistributionSettings, defaultDistribution } from '#protocol/settings'
import { readHistory } from '#server/storage/rehearsal-reads'
import { aHub, type TestHub } from '#test/support/a-hub'
import { everybody } from '#test/support/company-hub'
import { drafted } from './draft'
import type { Outcome } from './ledger'
import { rehearse } from './rehearse'

const nothing: RehearsalDraft = { settings: null, schedule: null, groups: [], channels: [] }

async function rehearsal(hub: TestHub, draft: Partial<RehearsalDraft>) {
  await hub.time.advance(1)
  const history = await readHistory(hub.open.reader, 0, hub.time.now())
  const company = drafted(history.company, { ...nothing, ...draft })
  return await rehearse({ history, company, onProgress: async () => {} })
}

/** Seconds from the first inquiry on: who had it when, when it was answered and closed. */
const told = (outcomes: readonly Outcome[]) => {
  const start = outcomes[0]?.openedAt ?? 0
  const since = (at: number | null) => (at === null ? null : (at - start) / 1_000)
  return outcomes.map(({ path, respondedAt, closedAt }) => [
    path.map(({ operatorId, at }) => `${operatorId} ${since(at)}`).join(', '),
    since(respondedAt),
    since(closedAt),
  ])
}

const limitOf = (conversationLimit: number): { settings: DistributionSettings } => ({
  settings: { ...defaultDistribution, conversationLimit },
})

/** Boris waits for the only operator to be done with Anna. */
async function aQueue(meanwhile: (hub: TestHub) => Promise<unknown> = async () => {}) {
  const hub = await aHub({ conversationLimit: 1 })
  const ivan = await hub.operator('ivan')
  await hub.writes('anna')
  await hub.time.advance(10_000)
  await hub.writes('boris')
  await hub.time.advance(90_000)
  await hub.reply(ivan, 'anna')
  await hub.close(ivan, 'anna')
  await hub.time.advance(20_000)
  await meanwhile(hub)
  await hub.time.advance(10_000)
  await hub.reply(ivan, 'boris')
  await hub.time.advance(20_000)
  await hub.close(ivan, 'boris')
  return hub
}

describe('a rehearsal of other rules', () => {
  it('has everything as it was where nobody else is chosen', async () => {
    const { before, after } = await rehearsal(await aQueue(), {})
    expect(told(before.outcomes)).toEqual([
      ['ivan 0', 100, 100],
      ['ivan 100', 130, 150],
    ])
    expect(told(after.outcomes)).toEqual(told(before.outcomes))
  })

  it('counts handling from the new assignment: as long after it as it came after the old one', async () => {
    const { after } = await rehearsal(await aQueue(), limitOf(2))
    expect(told(after.outcomes)).toEqual([
      ['ivan 0', 100, 100],
      ['ivan 10', 40, 60],
    ])
  })

  it('never answers before the word that is answered', async () => {
    const { after } = await rehearsal(await aQueue((hub) => hub.writes('boris')), limitOf(2))
    expect(told(after.outcomes)[1]).toEqual(['ivan 10', 120.001, 120.001])
  })

  it('waits with handling for whoever is away to come back', async () => {
    const hub = await aHub({ conversationLimit: 1, reassignment: 'off' })
    const ivan = await hub.operator('ivan')
    await hub.writes('anna')
    await hub.writes('boris')
    await hub.time.advance(10_000)
    await hub.close(ivan, 'anna')
    await hub.choose(ivan, 'offline')
    await hub.time.advance(80_000)
    await hub.choose(ivan, 'online')
    await hub.time.advance(10_000)
    await hub.reply(ivan, 'boris')
    const settings = { ...defaultDistribution, reassignment: 'off' as const, conversationLimit: 2 }
    const { before, after } = await rehearsal(hub, { settings })
    expect([told(before.outcomes)[1], told(after.outcomes)[1]]).toEqual([
      ['ivan 10', 100, null],
      ['ivan 0', 90, null],
    ])
  })

  it('leaves unanswered what nobody would have been given', async () => {
    const { after } = await rehearsal(await aQueue(), limitOf(0))
    expect(told(after.outcomes)).toEqual([
      ['', null, null],
      ['', null, null],
    ])
    expect(after.mostUnassigned).toBe(2)
  })

  it('tries groups and rules of channels as well as settings', async () => {
    const hub = await aHub()
    const [ivan, maria] = [await hub.operator('ivan'), await hub.operator('maria')]
    await hub.writes('anna')
    const form = { order: 'inTurn' as const, limit: null, answerTimeMs: null, schedule: null, name: 'x' }
    const groups = [{ groupId: everybody, form: { ...form, members: [maria, ivan] } }]
    const rules = hub.open.roster.channelRecords.get(hub.channelId)?.rules
    if (rules === undefined) throw new Error('no channel')
    const channels = [{ channelId: hub.channelId, rules: { ...rules, pool: [maria] } }]
    const operators = async (draft: Partial<RehearsalDraft>) =>
      (await rehearsal(hub, draft)).after.outcomes.map(({ path }) => path[0]?.operatorId)
    expect([await operators({}), await operators({ groups }), await operators({ channels })]).toEqual([
      [ivan],
      [maria],
      [maria],
    ])
  })
})
