import { describe, expect, it } from 'vitest'
import { type Refusal, refusal } from '#protocol/errors'
import { CommandId, DeviceId } from '#protocol/ids'
import { protocolVersion } from '#protocol/version'
import { CountedRandom } from '#test/support/a-workspace'
import { VirtualTime } from '#test/support/virtual-time'
import { Session } from './session'
import type { SessionState } from './session-state'
import type { Transport, TransportEvents } from './transport'

/** A line whose other end is the test. */
class TestLine implements Transport {
  attempts = 0
  readonly sent: unknown[] = []
  events: TransportEvents | null = null
  answer: unknown = null

  connect(_handshake: unknown, events: TransportEvents): void {
    this.attempts++
    this.events = events
  }
  command(envelope: unknown): Promise<unknown> {
    this.sent.push(envelope)
    return this.answer === null ? new Promise(() => undefined) : Promise.resolve(this.answer)
  }
  query(): Promise<unknown> {
    return this.answer === null ? new Promise(() => undefined) : Promise.resolve(this.answer)
  }
  typing(): void {
    this.sent.push('typing')
  }
  disconnect(): void {
    this.events = null
  }
  welcome(hubAt = 0): void {
    this.events?.welcome({ epoch: 'e', position: 1, hubAt, hubVersion: '1' })
  }
}

function aSession(since: number | null = null) {
  const line = new TestLine()
  const time = new VirtualTime()
  const random = new CountedRandom()
  const states: SessionState[] = []
  const heard: string[] = []
  const session = new Session(
    { transport: line, clock: time, random },
    {
      state: (state) => void states.push(state),
      welcomed: () => {
        heard.push('welcomed')
        session.caughtUp()
      },
      near: () => void heard.push('near'),
      far: () => void heard.push('far'),
      notice: () => void heard.push('notice'),
      lost: () => void heard.push('lost'),
    },
    {
      hubUrl: 'https://hub.example',
      handshake: { protocol: protocolVersion, token: 't', device: DeviceId.parse('d'), deviceName: 'Laptop' },
      since,
    },
  )
  const close = (said: Refusal | null) => line.events?.closed(said)
  return { session, line, time, random, states, heard, close }
}

const id = CommandId.parse('00000000-0000-4000-8000-000000000001')

describe('the link to the hub', () => {
  it('is live once the hub has welcomed and what is held is current', () => {
    const { session, line, time, states } = aSession()
    session.connectNow()
    line.welcome(time.now() + 5000)
    expect(states).toEqual([{ kind: 'live', hubUrl: 'https://hub.example', hubOffsetMs: 5000 }])
  })

  it('is tried again with growing pauses of half a second to ten', async () => {
    const { session, time, random, states, close } = aSession()
    session.connectNow()
    for (const [chance, ms] of [
      [0, 500],
      [0.999, 1999],
      [0.999, 3997],
      [0.999, 7993],
      [0.999, 9991],
      [0.999, 9991],
    ] as const) {
      random.always(chance)
      close(null)
      const state = states.at(-1)
      expect(state?.kind === 'notConnected' && state.retryAt !== null && state.retryAt - time.now()).toBe(ms)
      await time.advance(ms)
    }
  })

  it('begins with the shortest pause again after a minute of standing', async () => {
    const { session, line, time, random, states, close } = aSession()
    random.always(0.999)
    session.connectNow()
    for (let failures = 0; failures < 4; failures++) {
      close(null)
      await time.advance(10_000)
    }
    line.welcome()
    await time.advance(60_000)
    close(null)
    expect(states.at(-1)).toMatchObject({ kind: 'notConnected', since: time.now(), retryAt: time.now() + 1000 })
  })

  it('waits as long as the hub said, and not a moment less', async () => {
    const { session, line, time, states, close } = aSession()
    session.connectNow()
    line.welcome()
    line.events?.bye(refusal('RESTARTING', 'the hub restarts', { retryAfterMs: 3000 }))
    close(null)
    expect(states.at(-1)).toMatchObject({ refusal: { code: 'RESTARTING' }, retryAt: time.now() + 4500 })
    await time.advance(4400)
    expect(line.attempts).toBe(1)
    await time.advance(200)
    expect(line.attempts).toBe(2)
  })

  it('ends signed out when the session has ended, and does not come back by itself', async () => {
    const { session, line, time, states, close } = aSession()
    session.connectNow()
    close(refusal('SESSION_ENDED', 'ended'))
    await time.advance(600_000)
    expect(states.at(-1)).toMatchObject({ kind: 'signedOut', refusal: { code: 'SESSION_ENDED' } })
    expect(line.attempts).toBe(1)
  })

  it('stays away when another window took its place, until somebody asks for it', async () => {
    const { session, line, time, states, close } = aSession()
    session.connectNow()
    line.welcome()
    line.events?.bye(refusal('DEVICE_REPLACED', 'another window'))
    close(null)
    session.wake()
    await time.advance(600_000)
    expect(states.at(-1)).toEqual({ kind: 'replaced', hubUrl: 'https://hub.example' })
    expect(line.attempts).toBe(1)
    session.connectNow()
    expect(line.attempts).toBe(2)
  })

  it('gives up a hub that neither welcomes nor refuses', async () => {
    const { session, line, time, states } = aSession()
    session.connectNow()
    await time.advance(20_000)
    expect(states.at(-1)).toMatchObject({ kind: 'notConnected' })
    await time.advance(1000)
    expect(line.attempts).toBe(2)
  })

  it('comes back within two seconds of waking', async () => {
    const { session, line, time, close, random } = aSession()
    session.connectNow()
    for (let failures = 0; failures < 6; failures++) {
      random.always(0.999)
      close(null)
      if (failures < 5) await time.advance(10_000)
    }
    const before = line.attempts
    session.wake()
    await time.advance(2000)
    expect(line.attempts).toBe(before + 1)
  })

  it('says since when what is shown is old: the moment of the loss, or that of the last run', () => {
    const longAgo = 1_700_000_000_000
    const { session, states, close } = aSession(longAgo)
    session.connectNow()
    close(null)
    expect(states.at(-1)).toMatchObject({ kind: 'notConnected', since: longAgo })
  })

  it('asks nothing without a link, and calls an answer that does not come none', async () => {
    const { session, line, time } = aSession()
    const command = { kind: 'session.leave' } as const
    expect(await session.command(command, id)).toMatchObject({ ok: false, refusal: { code: 'NOT_CONNECTED' } })
    session.connectNow()
    line.welcome()
    const answer = session.command(command, id)
    await time.advance(30_000)
    expect(await answer).toMatchObject({ ok: false, refusal: { code: 'NOT_CONNECTED' } })
  })

  it('stamps commands with the time of the hub', async () => {
    const { session, line, time } = aSession()
    session.connectNow()
    line.welcome(time.now() + 90_000)
    line.answer = { ok: true, value: {}, position: 3 }
    expect(await session.command({ kind: 'presence.set', status: 'busy', by: 'operator' }, id)).toEqual({
      ok: true,
      value: {},
      position: 3,
    })
    expect(line.sent).toEqual([
      { id, sentAt: time.now() + 90_000, command: { kind: 'presence.set', status: 'busy', by: 'operator' } },
    ])
  })

  it('does not trust an answer that is not what the protocol says', async () => {
    const { session, line } = aSession()
    session.connectNow()
    line.welcome()
    for (const answer of [
      null,
      'yes',
      { ok: true, value: { seq: -1 }, position: 1 },
      { ok: false, refusal: { code: 'NO' } },
    ]) {
      line.answer = answer ?? { nothing: true }
      const asked = { kind: 'conversation.explain', conversationId: 'c', decisionId: 'd' } as never
      expect(await session.query(asked)).toMatchObject({ ok: false, refusal: { code: 'INTERNAL' } })
    }
  })

  it('says that it sleeps, lets go, and is quiet until it wakes', async () => {
    const { session, line, time, heard, states } = aSession()
    session.connectNow()
    line.welcome()
    line.answer = { ok: true, value: {}, position: 1 }
    await session.sleep()
    expect(line.sent).toMatchObject([{ command: { kind: 'device.sleep' } }])
    expect(heard).toEqual(['welcomed', 'lost'])
    await time.advance(3_600_000)
    expect([line.attempts, states.at(-1)?.kind]).toEqual([1, 'notConnected'])
    session.wake()
    await time.advance(2000)
    expect(line.attempts).toBe(2)
  })
})
