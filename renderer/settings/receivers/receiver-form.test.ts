import { describe, expect, it } from 'vitest'
import { ChannelRules, defaultRules } from '#protocol/channel'
import { BotId } from '#protocol/ids'
import { everybodyId, operatorId } from '#test/support/demo-people'
import { demoReturns } from '#test/support/demo-rules'
import { fieldsOf, problemsOf, rulesOf } from './receiver-form'

const everybody = { kind: 'group', groupId: everybodyId } as const
const returns = { kind: 'group', groupId: demoReturns.id } as const
const ivan = { kind: 'operator', operatorId: operatorId('ivan') } as const
const bot = { kind: 'bot', botId: BotId.parse('b-1') } as const

describe('the form of who receives', () => {
  it.each<ChannelRules>([
    defaultRules(everybody),
    { ...defaultRules(ivan), outside: returns, onlyInHours: false, priority: 'high' },
    { ...defaultRules({ ...bot, reserve: returns }), outside: { ...bot, reserve: ivan } },
    { ...defaultRules(returns), outside: ivan, pool: [operatorId('oleg')] },
  ])('reads the rules %o and saves the same', (rules) => {
    const fields = fieldsOf(rules, everybodyId)
    expect([rulesOf(fields), problemsOf(fields)]).toEqual([ChannelRules.parse(rules), []])
  })

  it('offers everybody first where one turns from a person to a group', () => {
    const { inside } = fieldsOf(defaultRules(ivan), everybodyId)
    expect(inside).toMatchObject({ kind: 'operator', groupId: everybodyId })
  })
})
