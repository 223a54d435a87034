import { describe, expect, it } from 'vitest'
import { GroupId } from '#protocol/ids'
import { aHub } from '#test/support/a-hub'
import { aSchedule, aWeek } from '#test/support/a-schedule'
import { everybody } from '#test/support/company-hub'
import { companySign } from './company-sign'

const hour = 3_600_000

/** Ivan on duty, at nine in the morning of a working day of Greenwich. */
async function aCompany() {
  const hub = await aHub()
  const ivan = await hub.operator('Иван')
  const sign = companySign(hub.open.screen, hub.open.news, hub.time)
  return { hub, ivan, look: () => sign.state(hub.channelId), sign }
}

const ivanIsHere = { isAnybodyOnline: true, team: ['Иван'] }
const nobody = { isAnybodyOnline: false, team: [] }
const nightOnly = aSchedule({ zone: 'UTC', week: aWeek('20:00-23:00') })

describe('the company as a visitor sees it', () => {
  it('is there while somebody is on duty, whatever the hour, where there is no schedule', async () => {
    const { hub, ivan, look } = await aCompany()
    expect(look()).toEqual(ivanIsHere)
    await hub.choose(ivan, 'offline')
    expect(look()).toEqual(nobody)
  })

  it('is away outside working hours, though somebody is online, and back at the very minute they begin', async () => {
    const { hub, look, sign } = await aCompany()
    let told = 0
    await hub.schedule(nightOnly)
    expect(look()).toEqual(nobody)
    sign.onChange(() => {
      told += 1
    })
    await hub.time.advance(11 * hour - 1)
    expect([look(), told]).toEqual([nobody, 0])
    await hub.time.advance(1)
    expect([look(), told]).toEqual([ivanIsHere, 1])
    await hub.time.advance(3 * hour)
    expect(look()).toEqual(nobody)
  })

  it('answers around the clock in a channel that does', async () => {
    const { hub, look } = await aCompany()
    await hub.schedule(nightOnly)
    await hub.rules({ onlyInHours: false })
    expect(look()).toEqual(ivanIsHere)
  })

  it('answers at night by those who have duty', async () => {
    const { hub, look } = await aCompany()
    await hub.schedule(nightOnly)
    await hub.rules({ outside: { kind: 'group', groupId: everybody } })
    expect(look()).toEqual(ivanIsHere)
  })

  it("follows the receiving group's own hours in place of the company's", async () => {
    const { hub, look } = await aCompany()
    const group = GroupId.parse('shop')
    await hub.group(group, { schedule: nightOnly })
    await hub.rules({ receiver: { kind: 'group', groupId: group } })
    expect(look()).toEqual(nobody)
    await hub.group(group, { schedule: null })
    expect(look()).toEqual(ivanIsHere)
  })
})
