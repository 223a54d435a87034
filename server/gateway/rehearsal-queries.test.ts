import { describe, expect, it } from 'vitest'
import { defaultDistribution } from '#protocol/settings'
import { aRunningHub } from '#test/support/a-running-hub'

const unchanged = { settings: null, schedule: null, groups: [], channels: [] }

async function aDay() {
  const hub = await aRunningHub()
  await hub.operator('olga', 'administrator')
  await hub.operator('ivan')
  await hub.channel()
  const olga = await hub.device('olga')
  const ivan = await hub.device('ivan')
  await ivan.command({ kind: 'presence.set', status: 'online', by: 'operator' })
  for (const chat of ['anna', 'boris', 'clara']) await hub.writes(chat)
  return { olga, ivan }
}

async function result(device: Awaited<ReturnType<typeof aDay>>['olga'], id: string) {
  for (;;) {
    const state = await device.ask({ kind: 'rehearsal.state', id })
    if (state.kind === 'done') return state.result
    if (state.kind === 'failed') throw new Error(state.reason)
  }
}

describe('a rehearsal asked for by a supervisor', () => {
  it('equals what happened when nothing is changed, and tells what a limit would have done', async () => {
    const { olga } = await aDay()
    const start = { kind: 'rehearsal.start', days: 1, zone: 'Europe/Moscow' } as const
    const same = await result(olga, (await olga.ask({ ...start, draft: unchanged })).id)
    expect(same).toMatchObject({ inquiries: 3, isSame: true, elsewhere: { total: 0 } })
    expect(same.after).toEqual(same.before)
    const settings = { ...defaultDistribution, conversationLimit: 1 }
    const other = await result(olga, (await olga.ask({ ...start, draft: { ...unchanged, settings } })).id)
    expect(other).toMatchObject({ isSame: false, before: { unassigned: 0 }, after: { unassigned: 2 } })
    expect(other.elsewhere.list.map(({ contactName }) => contactName)).toEqual(['clara', 'boris'])
  })

  it('is refused to an employee', async () => {
    const { ivan } = await aDay()
    const query = { kind: 'rehearsal.start', draft: unchanged, days: 1, zone: 'UTC' } as const
    expect(await ivan.query(query)).toMatchObject({ refusal: { code: 'FORBIDDEN' } })
  })
})
