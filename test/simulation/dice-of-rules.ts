import type { ChannelRules, OutsideReceiver, PeopleReceiver } from '#protocol/channel'
import { BotId, GroupId } from '#protocol/ids'
import { orders } from '#protocol/operator'
import { Schedule } from '#protocol/schedules'
import { everybody } from '#test/support/company-hub'
import type { CompanyModel, GroupModel } from './company-model'
import type { Dice } from './dice'

interface Thrower {
  readonly dice: Dice
  readonly company: CompanyModel
  readonly now: number
}

/** Groups beside the one of everybody. */
export const groupIds = ['sales', 'night'].map((id) => GroupId.parse(id))

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** Hours with edges in the minutes to come, so that a few minutes of the company have openings and closings in them. */
export function someHours({ dice, now }: Thrower): Schedule {
  const minute = Math.floor((now % 86_400_000) / 60_000)
  const edges = Array.from({ length: dice.between(2, 6) }, () => minute + dice.between(-20, 20))
  const inOrder = [...new Set(edges)].sort((one, other) => one - other)
  const hours = inOrder.flatMap((from, index) => {
    const to = inOrder[index + 1]
    return to === undefined || index % 2 === 1 ? [] : [{ from, to }]
  })
  const week = Object.fromEntries(weekdays.map((day) => [day, hours]))
  return Schedule.parse({ zone: 'UTC', week, exceptionalDays: [] })
}

/** Who is in a group, in which order, and what it asks for. */
export function someGroup(world: Thrower): Omit<GroupModel, 'id'> {
  const { dice, company } = world
  const some = company.operators.filter(() => dice.chance(70))
  return {
    order: dice.chance(85) ? (dice.of(['inTurn', 'leastLoaded'] as const) ?? 'inTurn') : (dice.of(orders) ?? 'inTurn'),
    members: dice.chance(50) ? some : some.toReversed(),
    limit: dice.chance(70) ? null : dice.between(0, 3),
    answerTimeMs: dice.chance(60) ? null : dice.between(10, 60) * 1_000,
    schedule: dice.chance(75) ? null : someHours(world),
  }
}

function somePeople({ dice, company }: Thrower): PeopleReceiver {
  const operatorId = dice.of(company.operators)
  if (operatorId !== undefined && dice.chance(15)) return { kind: 'operator', operatorId }
  return { kind: 'group', groupId: dice.of([everybody, ...groupIds]) ?? everybody }
}

function someOutside(world: Thrower): OutsideReceiver {
  const people = somePeople(world)
  if (world.dice.chance(50)) return { kind: 'nobody' }
  return world.dice.chance(80) ? people : { kind: 'bot', botId: BotId.parse('bot'), reserve: people }
}

/** Who receives from a channel, inside and outside hours. */
export function someRules(world: Thrower): ChannelRules {
  const { dice, company } = world
  const people = somePeople(world)
  return {
    receiver: dice.chance(85) ? people : { kind: 'bot', botId: BotId.parse('bot'), reserve: people },
    outside: someOutside(world),
    onlyInHours: dice.chance(80),
    pool: dice.chance(70) ? null : company.operators.filter(() => dice.chance(70)),
    priority: dice.chance(85) ? 'normal' : 'high',
  }
}
