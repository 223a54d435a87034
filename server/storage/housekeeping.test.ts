import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'
import { Housekeeping } from './housekeeping'

const day = 24 * 3_600_000

describe('housekeeping', () => {
  it('forgets answers after a week and events after a month, slice by slice, and never the newest event', async () => {
    const hub = await aHub()
    for (let count = 0; count < 300; count++) await hub.writes('anna')
    const { writer, reader } = hub.open
    await hub.sql(
      `insert into command (operator_id, command_id, hash, result, position, at) values ('ivan', 'old', '', '', 1, $1)`,
      [hub.time.now()],
    )
    const round = () => new Housekeeping({ writer, clock: hub.time, timers: hub.time, onError: () => {} }).round()
    expect(await round()).toBe(0)
    hub.time.jump(7 * day + 1)
    expect(await round()).toBe(1)
    hub.time.jump(24 * day)
    expect(await round()).toBeGreaterThan(300)
    expect(await reader.all('select position from event_log')).toEqual([{ position: writer.position() }])
    expect(await reader.all('select * from command')).toEqual([])
    expect(await hub.entries('anna')).not.toEqual([])
  })

  it('walks the raw events slice by slice, and leaves what waits or is dead', async () => {
    const hub = await aHub()
    await hub.open.writer.write(async (transaction) => {
      for (let index = 0; index < 1_200; index++) {
        const state = index % 500 === 0 ? 'dead' : 'done'
        const text = `insert into inbound_event (channel_id, event_key, external_chat, state, arrival, body) values ('c', $1, 'x', $2, 0, '')`
        await transaction.run(text, [String(index).padStart(5, '0'), state])
      }
    })
    const { writer, reader } = hub.open
    await new Housekeeping({ writer, clock: hub.time, timers: hub.time, onError: () => {} }).round()
    expect(await reader.all('select event_key as "key" from inbound_event')).toEqual(
      ['00000', '00500', '01000'].map((key) => ({ key })),
    )
  })

  it('forgets visits by links that led to nothing after a month, and keeps those of inquiries', async () => {
    const hub = await aHub()
    const add = (number: number, at: number, inquiry: number | null) =>
      hub.sql(`insert into visit (number, channel_id, link_id, utm, at, inquiry) values ($1, 'c', 'l', '{}', $2, $3)`, [
        number,
        at,
        inquiry,
      ])
    const now = hub.time.now()
    await add(10_000_001, now - 31 * day, null)
    await add(10_000_002, now - 31 * day, 1)
    await add(10_000_003, now - 29 * day, null)
    const { writer, reader } = hub.open
    await new Housekeeping({ writer, clock: hub.time, timers: hub.time, onError: () => {} }).round()
    expect(await reader.all('select number from visit order by number')).toEqual([
      { number: 10_000_002 },
      { number: 10_000_003 },
    ])
  })
})
