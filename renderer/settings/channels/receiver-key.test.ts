import { describe, expect, it } from 'vitest'
import { demoChannelDetails } from '#test/support/demo-people'
import { receiverKey, receiverOf } from './receiver-key'

describe('a receiver in a select', () => {
  it('comes back as it was', () => {
    for (const { rules } of demoChannelDetails) expect(receiverOf(receiverKey(rules.receiver))).toEqual(rules.receiver)
    expect(receiverOf('operator:o-ivan')).toEqual({ kind: 'operator', operatorId: 'o-ivan' })
  })
})
