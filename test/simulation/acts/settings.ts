import { reassignmentModes } from '#protocol/settings'
import { everybody } from '#test/support/company-hub'
import { groupIds, someGroup, someHours, someRules } from '../dice-of-rules'
import type { Act, Stage } from '../scene'

async function settings(world: Stage): Promise<void> {
  const { dice, company } = world
  const change = dice.of([
    { conversationLimit: dice.between(0, 6) },
    { conversationLimit: null },
    { reassignment: dice.of(reassignmentModes) ?? 'off' },
    { isOn: dice.chance(70) },
    { returnToLastAssignee: dice.chance(50) },
    { waitAlarmMs: dice.between(10, 120) * 1_000 },
    { overflowGroupId: dice.chance(40) ? null : (dice.of([everybody, ...groupIds]) ?? null) },
    { offlineAtClosing: dice.chance(50) },
  ])
  if (change === undefined) return
  world.tell(`settings: ${JSON.stringify(change)}`)
  await company.change(change)
}

async function group(world: Stage): Promise<void> {
  const { dice, company } = world
  const id = dice.of([everybody, ...groupIds]) ?? everybody
  const change = { ...someGroup(world), ...(id === everybody && { members: [], schedule: null }) }
  world.tell(`group ${id}: ${JSON.stringify(change)}`)
  await company.setGroup(id, change)
}

async function rules(world: Stage): Promise<void> {
  const channel = world.dice.of(world.channels)
  if (channel === undefined) return
  const change = someRules(world)
  world.tell(`channel ${channel}: ${JSON.stringify(change)}`)
  await world.company.setRules(channel, change)
}

async function hours(world: Stage): Promise<void> {
  const schedule = world.dice.chance(60) ? someHours(world) : null
  world.tell(`hours: ${JSON.stringify(schedule?.week.friday)}`)
  await world.company.setSchedule(schedule)
}

export const settingActs: readonly Act[] = [
  [2, settings],
  [1, group],
  [1, rules],
  [0.7, hours],
]
