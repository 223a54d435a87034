import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chosenStatuses } from '#protocol/operator'
import { defaultDistribution } from '#protocol/settings'
import {
  type DurablePresence,
  durable,
  newcomer,
  type PresenceEvent,
  type PresenceSettings,
  type PresenceState,
  presenceOf,
  restored,
  type Step,
  shifted,
  step,
} from './presence'

const seconds = 1_000
const minutes = 60 * seconds
const start = 1_800_000_000_000

const online: DurablePresence = {
  chosen: 'online',
  version: 3,
  cause: 'operator',
  since: start - 60 * minutes,
  unavailableSince: null,
  wasLinked: true,
}

/** Lives an operator's day in virtual time: wakes him when he asks, and writes down what came of it, in seconds since the start. */
class Day {
  readonly told: string[] = []
  state: PresenceState
  private now = start
  private wakeAt: number | null = null

  constructor(
    from: DurablePresence = online,
    private settings: PresenceSettings = defaultDistribution,
    lease: string | null = 'laptop',
  ) {
    const first = restored(from, start, settings)
    this.state = first.state
    this.take(first)
    if (lease !== null) this.at(0, { kind: 'connected', lease })
    this.told.length = 0
  }

  at(second: number, ...events: readonly PresenceEvent[]): this {
    this.until(second)
    for (const event of events) this.take(step(this.state, event, this.now, this.settings))
    return this
  }

  until(second: number): this {
    const end = start + second * seconds
    while (this.wakeAt !== null && this.wakeAt <= end) {
      this.now = Math.max(this.now, this.wakeAt)
      this.take(step(this.state, { kind: 'timeElapsed' }, this.now, this.settings))
    }
    this.now = Math.max(this.now, end)
    return this
  }

  setting(second: number, change: Partial<PresenceSettings>): this {
    this.until(second)
    this.settings = { ...this.settings, ...change }
    return this.at(second, { kind: 'settingsChanged' })
  }

  private take({ state, effects }: Step) {
    this.state = state
    for (const effect of effects) {
      const at = (this.now - start) / seconds
      if (effect.kind === 'wake') this.wakeAt = effect.at
      if (effect.kind === 'reassignmentDue') this.told.push(`${at} reassign`)
      if (effect.kind === 'changed' && effect.isEffective)
        this.told.push(`${at} ${effect.presence.effective}/${effect.presence.link}`)
    }
  }
}

const choose = (status: 'online' | 'busy' | 'offline'): PresenceEvent => ({ kind: 'chosen', status, cause: 'operator' })
const connect = (lease = 'laptop'): PresenceEvent => ({ kind: 'connected', lease })
const cut = (lease = 'laptop'): PresenceEvent => ({ kind: 'lost', lease })
const leave = (lease = 'laptop'): PresenceEvent => ({ kind: 'left', lease })

describe('the moments of presence, in seconds', () => {
  const cases: readonly (readonly [string, () => Day, readonly string[]])[] = [
    ['Busy chosen: reassigned at 30', () => new Day().at(0, choose('busy')), ['0 busy/live', '30 reassign']],
    ['Offline chosen: reassigned at 30', () => new Day().at(0, choose('offline')), ['0 offline/live', '30 reassign']],
    [
      'a clean cut: lost at 10, reassigned at 30, away at 300',
      () => new Day().at(0, cut()).until(400),
      ['0 online/shaky', '10 lost/gone', '30 reassign', '300 offline/gone'],
    ],
    [
      'a half-open line noticed after 18: lost at 28, reassigned at 48',
      () => new Day().at(18, cut()).until(100),
      ['18 online/shaky', '28 lost/gone', '48 reassign'],
    ],
    [
      'a cut of 9: nothing but a mark',
      () => new Day().at(0, cut()).at(9, connect()),
      ['0 online/shaky', '9 online/live'],
    ],
    ['a cut of one of two devices: nothing', () => new Day().at(0, connect('phone')).at(1, cut('laptop')), []],
    [
      'a cut of both, one after the other: the grace counts from the second',
      () => new Day().at(0, connect('phone')).at(1, cut('laptop')).at(5, cut('phone')).until(60),
      ['5 online/shaky', '15 lost/gone', '35 reassign'],
    ],
    [
      'back on a new socket before the old one is seen closed: nothing',
      () => new Day().at(0, connect('second socket')).at(4, cut('laptop')),
      [],
    ],
    ['the close of a socket nobody knows: nothing', () => new Day().at(0, cut('strange')), []],
    [
      'Busy, then Offline at 20: the first counts',
      () => new Day().at(0, choose('busy')).at(20, choose('offline')),
      ['0 busy/live', '20 offline/live', '30 reassign'],
    ],
    [
      'Busy, back at 20: nothing is reassigned',
      () => new Day().at(0, choose('busy')).at(20, choose('online')),
      ['0 busy/live', '20 online/live'],
    ],
    [
      'Busy, cut: Busy while in the grace, then lost; counted from Busy',
      () => new Day().at(0, choose('busy')).at(5, cut()).until(60),
      ['0 busy/live', '5 busy/shaky', '15 lost/gone', '30 reassign'],
    ],
    [
      'flapping: the earlier absence counts',
      () => new Day().at(0, choose('busy')).at(20, choose('online')).at(25, choose('busy')),
      ['0 busy/live', '20 online/live', '25 busy/live', '30 reassign'],
    ],
    [
      'flapping after the delay: told at once',
      () => new Day().at(0, choose('busy')).at(40, choose('online')).at(49, choose('offline')),
      ['0 busy/live', '30 reassign', '40 online/live', '49 offline/live', '49 reassign'],
    ],
    [
      'eleven seconds Online end the absence',
      () => new Day().at(0, choose('busy')).at(20, choose('online')).at(31, choose('busy')),
      ['0 busy/live', '20 online/live', '31 busy/live', '61 reassign'],
    ],
    [
      'lost, back for five, cut again: lost when the grace ends, the first absence counts',
      () => new Day().at(0, cut()).at(15, connect()).at(20, cut()).until(100),
      ['0 online/shaky', '10 lost/gone', '15 online/live', '20 online/shaky', '30 lost/gone', '30 reassign'],
    ],
    [
      'leaving with the last device: Offline at once',
      () => new Day().at(0, leave()),
      ['0 offline/gone', '30 reassign'],
    ],
    ['leaving with one of two: nothing', () => new Day().at(0, connect('phone')).at(1, leave('laptop')), []],
    [
      'an administrator sends him Offline on all devices',
      () => new Day().at(0, connect('phone')).at(1, { kind: 'forced', status: 'offline', cause: 'administrator' }),
      ['1 offline/live', '31 reassign'],
    ],
    [
      'his account is disabled: gone at once, and the closing sockets change nothing more',
      () => new Day().at(0, { kind: 'disabled' }).at(1, cut()),
      ['0 offline/gone', '30 reassign'],
    ],
    [
      'four minutes without a device, then back: still Online',
      () => new Day().at(0, cut()).at(240, connect()),
      ['0 online/shaky', '10 lost/gone', '30 reassign', '240 online/live'],
    ],
    [
      'back after being away too long: he must choose Online himself',
      () => new Day().at(0, cut()).at(301, connect()).at(310, choose('online')),
      ['0 online/shaky', '10 lost/gone', '30 reassign', '300 offline/gone', '301 offline/live', '310 online/live'],
    ],
    [
      'given a conversation while Busy: its own 30 count from then',
      () => new Day().at(0, choose('busy')).at(100, { kind: 'given', at: start + 100 * seconds }),
      ['0 busy/live', '30 reassign', '130 reassign'],
    ],
    ['given a conversation while Online: nothing', () => new Day().at(1, { kind: 'given', at: start }), []],
    [
      'a longer delay set meanwhile counts',
      () => new Day().at(0, choose('busy')).setting(10, { reassignmentDelayMs: 60 * seconds }),
      ['0 busy/live', '60 reassign'],
    ],
    [
      'a longer delay set after it was told is told again',
      () => new Day().at(0, choose('busy')).setting(40, { reassignmentDelayMs: 60 * seconds }),
      ['0 busy/live', '30 reassign', '60 reassign'],
    ],
    [
      'a shorter grace set meanwhile counts at once',
      () =>
        new Day(online, { ...defaultDistribution, graceMs: 60 * seconds })
          .at(0, cut())
          .setting(20, { graceMs: 5 * seconds }),
      ['0 online/shaky', '20 lost/gone', '30 reassign'],
    ],
  ]

  it.each(cases)('%s', (_name, day, told) => {
    expect(day().until(250).told).toEqual(told)
  })
})

describe('a restart of the hub, in seconds since it accepts connections', () => {
  const busy: DurablePresence = { ...online, chosen: 'busy', unavailableSince: start - 200 * seconds }
  const gone: DurablePresence = { ...online, unavailableSince: start - 20 * seconds, wasLinked: false }
  const cases: readonly (readonly [string, () => Day, readonly string[]])[] = [
    [
      'back within 30: nothing but a mark',
      () => new Day(online, defaultDistribution, null).at(29, connect()),
      ['29 online/live'],
    ],
    [
      'not back: lost at 30, reassigned at 60',
      () => new Day(online, defaultDistribution, null).until(100),
      ['30 lost/gone', '60 reassign'],
    ],
    [
      'back and cut again: the usual grace',
      () => new Day(online, defaultDistribution, null).at(5, connect()).at(6, cut()).until(100),
      ['5 online/live', '6 online/shaky', '16 lost/gone', '36 reassign'],
    ],
    [
      'Busy before it: nothing more than was told at the start',
      () => new Day(busy, defaultDistribution, null).at(3, connect()).until(100),
      ['3 busy/live'],
    ],
    [
      'lost 20 before it: the delay ends 10 after it',
      () => new Day(gone, defaultDistribution, null).until(100),
      ['10 reassign'],
    ],
  ]

  it.each(cases)('%s', (_name, day, told) => {
    expect(day().told).toEqual(told)
  })

  it('tells an absence that ran out during the downtime', () => {
    const { effects } = restored(busy, start, defaultDistribution)
    expect(effects).toContainEqual({ kind: 'reassignmentDue' })
  })

  it('makes whoever was there shaky and leaves the others gone', () => {
    expect(restored(online, start, defaultDistribution).state.link).toBe('shaky')
    expect(restored(gone, start, defaultDistribution).state.link).toBe('gone')
    expect(presenceOf(restored(newcomer(start), start, defaultDistribution).state)).toMatchObject({
      chosen: 'offline',
      link: 'gone',
      effective: 'offline',
    })
  })

  it('goes on from what was stored', () => {
    const day = new Day().at(0, choose('busy'))
    const { state } = restored(durable(day.state), start + 5 * seconds, defaultDistribution)
    expect(presenceOf(state)).toEqual({ ...presenceOf(day.state), link: 'shaky' })
  })
})

describe('a status', () => {
  it('chosen again is accepted and takes a version', () => {
    const day = new Day().at(1, choose('online'))
    expect(day.state.version).toBe(4)
    expect(day.told).toEqual([])
  })

  it('names who set it', () => {
    const causes = [
      new Day().at(1, choose('busy')),
      new Day().at(1, { kind: 'forced', status: 'busy', cause: 'administrator' }),
      new Day().at(1, { kind: 'disabled' }),
      new Day().at(1, leave()),
      new Day().at(1, cut()).until(301),
    ].map((day) => day.state.cause)
    expect(causes).toEqual(['operator', 'administrator', 'disabled', 'left', 'away'])
  })

  it('keeps its moment through a reconnect in the grace', () => {
    expect(new Day().at(5, cut()).at(9, connect()).state.since).toBe(online.since)
  })

  it('is lost since the grace ended and unavailable since the line was cut, even when the timer comes late', () => {
    const cutState = new Day().at(5, cut()).state
    const late = step(cutState, { kind: 'timeElapsed' }, start + 23 * seconds, defaultDistribution)
    expect(presenceOf(late.state)).toMatchObject({
      effective: 'lost',
      since: start + 15 * seconds,
      unavailableSince: start + 5 * seconds,
    })
  })

  it('asks to be woken again when the timer rings early', () => {
    const cutState = new Day().at(5, cut()).state
    const early = step(cutState, { kind: 'timeElapsed' }, start + 14_999, defaultDistribution)
    expect(early.effects).toEqual([{ kind: 'wake', at: start + 15 * seconds }])
  })
})

const forced = (status: 'busy' | 'offline'): PresenceEvent => ({ kind: 'forced', status, cause: 'administrator' })

describe('presence under any sequence of events', { timeout: 60_000 }, () => {
  const lease = fc.constantFrom('laptop', 'phone')
  const event: fc.Arbitrary<PresenceEvent> = fc.oneof(
    lease.map(connect),
    lease.map(cut),
    lease.map(leave),
    fc.constantFrom(...chosenStatuses).map(choose),
    fc.constantFrom('busy' as const, 'offline' as const).map((status) => forced(status)),
    fc.constantFrom<PresenceEvent>(
      { kind: 'disabled' },
      { kind: 'given', at: start + 60 * seconds },
      { kind: 'timeElapsed' },
    ),
  )
  const story = fc.array(fc.record({ after: fc.integer({ min: 0, max: 45 }), event }), { maxLength: 30 })

  const play = (
    steps: readonly { after: number; event: PresenceEvent }[],
    look: (day: Day, second: number) => void,
  ) => {
    const day = new Day()
    let second = 0
    for (const { after, event } of steps) {
      second += after
      day.at(second, event)
      look(day, second)
    }
    return day.until(second + 1_000)
  }

  it('is live exactly while a lease runs, and away exactly while not Online', () => {
    fc.assert(
      fc.property(story, (steps) => {
        play(steps, ({ state }) => {
          expect(state.link === 'live').toBe(state.leases.size > 0)
          expect(state.unlinkedAt === null).toBe(state.link === 'live')
          const { effective, unavailableSince } = presenceOf(state)
          if (effective !== 'online') expect(unavailableSince).not.toBeNull()
          if (effective === 'online' && state.link === 'live') expect(unavailableSince).toBeNull()
        })
      }),
      { numRuns: 1_000 },
    )
  })

  it('tells of every absence longer than the delay, never before its end', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const day = play(steps, () => undefined)
        const since = day.state.unavailableSince
        const told = day.told
          .filter((line) => line.endsWith('reassign'))
          .map((line) => start + Number.parseFloat(line) * seconds)
        if (since !== null) expect(told.some((at) => at >= since + 30 * seconds)).toBe(true)
        if (since === null && day.state.lastUnavailable === null) expect(told).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  it('goes on alike when the clock jumps and presence moves along', () => {
    fc.assert(
      fc.property(story, event, fc.integer({ min: -100_000_000, max: 100_000_000 }), (steps, next, jump) => {
        const { state } = play(steps, () => undefined)
        const now = start + 5_000 * seconds
        const straight = step(state, next, now, defaultDistribution).state
        const moved = next.kind === 'given' ? { ...next, at: next.at + jump } : next
        const jumped = step(shifted(state, jump), moved, now + jump, defaultDistribution).state
        expect(jumped).toEqual(shifted(straight, jump))
      }),
      { numRuns: 1_000 },
    )
  })

  it('never changes the chosen status by connecting', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const day = play(steps, () => undefined)
        const before = presenceOf(day.state)
        const after = presenceOf(
          step(day.state, connect('another'), start + 9_999 * seconds, defaultDistribution).state,
        )
        if (before.chosen === 'offline' || before.link === 'live')
          expect([after.chosen, after.version, after.cause]).toEqual([before.chosen, before.version, before.cause])
      }),
      { numRuns: 1_000 },
    )
  })
})
