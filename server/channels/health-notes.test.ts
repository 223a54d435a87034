import { describe, expect, it } from 'vitest'
import { HealthNotes } from './health-notes'

const hour = 3_600_000
const green = { kind: 'green' } as const
const degraded = { kind: 'degraded', reason: 'unreachable', detail: null } as const
const stopped = { kind: 'stopped', reason: 'takenByAnother', detail: null } as const

describe('what is noted of a channel', () => {
  it.each([
    ['a note on a channel that works', 'green', ['spamLimit'], 'spamLimit'],
    ['the messenger’s side before a note', 'degraded', ['spamLimit'], 'unreachable'],
    ['a note that nothing leaves before what only hinders', 'degraded', ['spamLimit', 'payment'], 'payment'],
    ['what stops the channel before all notes', 'stopped', ['payment'], 'takenByAnother'],
  ] as const)('shows %s', (_what, kind, reasons, shown) => {
    const notes = new HealthNotes()
    for (const reason of reasons) notes.add(reason, null, 0)
    expect(notes.over({ green, degraded, stopped }[kind])).toMatchObject({ reason: shown })
  })

  it('is over an hour after its last time; forged calls when they are called over', () => {
    const notes = new HealthNotes()
    notes.add('spamLimit', null, 0)
    notes.add('spamLimit', null, hour / 2)
    notes.add('forgedCalls', null, 0)
    notes.expire(hour)
    expect(notes.over({ kind: 'green' })).toMatchObject({ reason: 'spamLimit' })
    notes.expire(hour * 2)
    expect(notes.over({ kind: 'green' })).toMatchObject({ reason: 'forgedCalls' })
    notes.end('forgedCalls')
    expect(notes.over({ kind: 'green' })).toEqual({ kind: 'green' })
  })

  it('goes on after a restart; what the messenger’s side reported is no note', () => {
    const notes = new HealthNotes()
    expect(notes.resume({ ...degraded, since: 0 })).toBe(false)
    expect(notes.resume({ kind: 'degraded', reason: 'otherNumber', detail: '7', since: 0 })).toBe(true)
    expect(notes.over({ kind: 'green' })).toEqual({ kind: 'degraded', reason: 'otherNumber', detail: '7' })
  })
})
