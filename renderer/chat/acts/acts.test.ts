import { describe, expect, it } from 'vitest'
import { OperatorId } from '#protocol/ids'
import { demoRows } from '#test/support/demo-conversations'
import { demoOperators } from '#test/support/demo-people'
import { operatorTargets } from '../../ui/targets'
import { givesBack } from './use-conversation-acts'

const row = demoRows()[0]!
const me = OperatorId.parse('me')
const other = OperatorId.parse('other')

describe('taking back a transfer', () => {
  const now = { ...row, assignVersion: row.assignVersion + 1 }

  it('makes it mine again when it was mine', () => {
    const before = { ...row, assignee: { kind: 'operator' as const, id: me } }
    expect(givesBack(before, now, me)).toMatchObject({ kind: 'conversation.take', assignVersion: now.assignVersion })
  })

  it('gives it back to the colleague it was with, without asking about his presence', () => {
    const before = { ...row, assignee: { kind: 'operator' as const, id: other } }
    expect(givesBack(before, now, me)).toMatchObject({
      kind: 'conversation.transfer',
      to: { kind: 'operator', operatorId: other },
      isConfirmed: true,
    })
  })

  it('puts it back among the unassigned when nobody had it', () => {
    expect(givesBack({ ...row, assignee: null }, now, me).kind).toBe('conversation.release')
  })
})

describe('whom a conversation can be passed to', () => {
  it('those online come first, the least loaded first, and never the one who has it', () => {
    const [assignee] = demoOperators
    const targets = operatorTargets(demoOperators, assignee!.id, '')
    expect(targets.map((one) => one.id)).not.toContain(assignee!.id)
    const online = targets.filter((one) => one.presence.effective === 'online')
    expect(targets.slice(0, online.length)).toEqual(online)
    expect(online.map((one) => one.load)).toEqual(online.map((one) => one.load).toSorted((a, b) => a - b))
  })
})
