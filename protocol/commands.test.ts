import { describe, expect, it } from 'vitest'
import { CommandEnvelope, commands, momentary } from './commands'
import { queries } from './queries'

const all = { ...commands, ...queries }
const names = Object.entries(all)

describe('commands and queries', () => {
  it.each(names)('%s names itself and takes no field it does not know', (name, { input }) => {
    const { issues } = input.safeParse({ kind: name, strange: true }).error ?? { issues: [] }
    expect(issues.filter(({ path }) => path[0] === 'kind')).toEqual([])
    expect(issues).toContainEqual(expect.objectContaining({ code: 'unrecognized_keys', keys: ['strange'] }))
  })

  it.each(names)('%s is a noun and a verb', (name) => {
    expect(name).toMatch(/^([a-z]+\.[a-z]+[A-Za-z]*|search)$/)
  })

  it('of the moment are those about presence', () => {
    expect([...momentary].toSorted()).toEqual(['device.sleep', 'presence.force', 'presence.set', 'session.leave'])
  })

  it('travel under a UUID made by the device', () => {
    const envelope = { id: '2b1c0a52-6f0f-4b6e-9f0b-0c6a1a6f1e11', sentAt: 1, command: {} }
    expect(CommandEnvelope.safeParse(envelope).success).toBe(true)
    expect(CommandEnvelope.safeParse({ ...envelope, id: '1' }).success).toBe(false)
    expect(CommandEnvelope.safeParse({ ...envelope, operatorId: 'another' }).success).toBe(false)
  })
})
