import { describe, expect, it } from 'vitest'
import { aHub } from '#test/support/a-hub'
import { Housekeeping } from './housekeeping'

const day = 24 * 3_600_000

describe('housekeeping', () => {
  it('forgets events and answers after a week, slice by slice, and never the newest event', async () => {
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
    expect(await round()).toBeGreaterThan(300)
    expect(await reader.all('select position from event_log')).toEqual([{ position: writer.position() }])
    expect(await reader.all('select * from command')).toEqual([])
    expect(await hub.entries('anna')).not.toEqual([])
  })
})
