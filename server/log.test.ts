import { describe, expect, it } from 'vitest'
import { openLog } from './log'

function aLog() {
  const lines: string[] = []
  const log = openLog('debug', { write: (line) => void lines.push(line) })('test')
  return { log, lines }
}

describe('the log', () => {
  it('writes an event with its ids, in UTC', () => {
    const { log, lines } = aLog()
    log.info('session.started', { operatorId: 'p8V1mXo2Kd03LqZa', position: 17 })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      name: 'test',
      event: 'session.started',
      operatorId: 'p8V1mXo2Kd03LqZa',
      position: 17,
      time: expect.stringMatching(/Z$/),
    })
  })

  it('keeps ids, UUIDs and times readable', () => {
    const { log, lines } = aLog()
    const facts = { commandId: '6f1c2d3e-4455-4677-8899-aabbccddeeff', at: 1_790_000_000_000, code: 'NOT_FOUND' }
    log.info('command.refused', facts)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject(facts)
  })

  it.each([
    ['a password by its key', { password: 'canary' }],
    ['a session token by its key', { sessionToken: 'canary' }],
    ['a text by its key', { messageText: 'canary' }],
    ['a bot token by its look', { detail: 'call 123456789:AAcanary_0123456789abcdefghijk failed' }],
    ['an e-mail address by its look', { detail: 'canary@shop.example' }],
    ['a phone number by its look', { detail: 'from +7 (921) 000-00-01 canary'.slice(0, 24) }],
    ['a long random string by its look', { detail: `canary${'x1Y2'.repeat(10)}` }],
    ['a one-time link by its look', { detail: 'http://127.0.0.1/#/join/canary' }],
    ['a secret in a list', { ids: ['Bearer canary'] }],
  ])('hides %s', (_name, facts) => {
    const { log, lines } = aLog()
    log.warn('something', facts)
    expect(lines.join('')).not.toMatch(/canary|921/)
    expect(lines.join('')).toContain('[hidden]')
  })

  it('hides secrets in errors and their causes, and encodes line breaks', () => {
    const { log, lines } = aLog()
    const cause = new Error('token 123456789:AAcanary_0123456789abcdefghijk')
    log.error('request.failed', { requestId: 'r1' }, new Error('line\nbreak canary@shop.example', { cause }))
    expect(lines).toHaveLength(1)
    expect(lines[0]?.trimEnd()).not.toContain('\n')
    expect(lines[0]).not.toContain('canary')
  })
})
