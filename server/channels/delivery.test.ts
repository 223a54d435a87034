import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aChannelId, type Behaviour, FakeMessenger } from '#test/support/fake-channel'
import { MemoryOutbox } from '#test/support/memory-outbox'
import { settle, VirtualTime } from '#test/support/virtual-time'
import { Delivery } from './delivery'
import { lastSendsMs, type SendFaults, sendLimitMs } from './lane'

const minute = 60_000

/** What a dead process asks of the store is never answered and never done. */
function mortal<Store extends object>(store: Store, process: { readonly isAlive: boolean }): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...values: unknown[]) =>
        process.isAlive ? Reflect.apply(member, target, values) : new Promise<never>(() => {})
    },
  })
}

class Desk {
  readonly time = new VirtualTime()
  readonly outbox = new MemoryOutbox()
  readonly messenger = new FakeMessenger()
  readonly errors: unknown[] = []
  readonly authFailures: string[] = []
  faults: SendFaults = {}
  #process = { isAlive: true }
  delivery = this.#make()

  #make(): Delivery {
    const process = { isAlive: true }
    this.#process = process
    return new Delivery({
      clock: this.time,
      timers: { after: (ms, work) => this.time.after(ms, () => (process.isAlive ? work() : undefined)) },
      random: { number: () => 0.5, uuid: () => '', id: () => '', bytes: () => Buffer.alloc(0) },
      outbox: mortal(this.outbox, process),
      record: mortal({ record: this.outbox.record }, process).record,
      onAuthFailed: (id) => void this.authFailures.push(id),
      onSent: () => {},
      onError: (_id, error) => void this.errors.push(error),
      faults: this.faults,
    })
  }

  async open(): Promise<void> {
    this.delivery.opened(this.messenger.channel, this.messenger.kind)
    await settle()
  }

  /** The process ends here: nothing of it runs on, the store stays. */
  crash(): void {
    this.#process.isAlive = false
    this.delivery = this.#make()
  }

  async write(conversation: string, seq: number, text = `${conversation}${seq}`): Promise<void> {
    this.outbox.queue(conversation, seq, text, this.time.now())
    this.delivery.wake(aChannelId)
    await settle()
  }

  get texts(): readonly string[] {
    return this.messenger.arrived.map(({ text }) => text)
  }
}

const refuses = (result: Extract<Behaviour, { kind: 'refuses' }>['result']): Behaviour => ({ kind: 'refuses', result })
const later = (afterMs: number): Behaviour =>
  refuses({ kind: 'retry', afterMs, reason: 'rate_limited', detail: 'too many requests' })

async function anOpenDesk(prepare: (desk: Desk) => void = () => {}): Promise<Desk> {
  const desk = new Desk()
  prepare(desk)
  await desk.open()
  return desk
}

describe('a reply that is queued in the moment in which the last look at the outbox ends', () => {
  it.each(Array.from({ length: 40 }, (_, turns) => [turns]))(
    'is taken up, %i turns after that look has begun',
    async (turns) => {
      const desk = await anOpenDesk()
      desk.delivery.wake(aChannelId)
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      await desk.write('anna', 1)
      expect(desk.texts).toEqual(['anna1'])
    },
  )
})

describe('a reply whose pause ends while the outbox is looked through', () => {
  it('is taken up, though a timer was early and the look came too soon for it', async () => {
    const desk = await anOpenDesk(({ messenger }) => messenger.next(later(5000)))
    await desk.write('anna', 1)
    // As Node does: a timer goes off within the millisecond before its moment.
    desk.time.jump(-1)
    const due = desk.outbox.due.bind(desk.outbox)
    desk.outbox.due = async (...asked) => {
      const found = await due(...asked)
      desk.time.jump(1)
      desk.outbox.due = due
      return found
    }
    await desk.time.advance(minute)
    expect(desk.texts).toEqual(['anna1'])
  })
})

describe('delivery', () => {
  it('sends what is queued and records what the messenger called it', async () => {
    const desk = await anOpenDesk()
    await desk.write('a', 1, 'Здравствуйте')
    expect(desk.texts).toEqual(['Здравствуйте'])
    expect(desk.outbox.outcomes).toMatchObject([
      { outcome: { kind: 'sent', externalMessageIds: ['at-the-messenger-a/1'] } },
    ])
  })

  it('takes up what waited while the hub was down', async () => {
    const desk = new Desk()
    desk.outbox.queue('a', 1, 'раньше', desk.time.now() - 60 * minute)
    await desk.open()
    expect(desk.texts).toEqual(['раньше'])
  })

  it('keeps the order within a conversation while the first one waits to be tried again', async () => {
    const desk = await anOpenDesk(({ messenger }) => messenger.next(later(5000)))
    await desk.write('a', 1)
    await desk.write('a', 2)
    await desk.write('b', 1)
    expect(desk.texts).toEqual(['b1'])
    await desk.time.advance(5000)
    expect(desk.texts).toEqual(['b1', 'a1', 'a2'])
  })

  it('waits as long as the messenger asks and not less', async () => {
    const desk = await anOpenDesk(({ messenger }) => messenger.next(later(30_000)))
    await desk.write('a', 1)
    await desk.time.advance(29_999)
    expect(desk.texts).toEqual([])
    await desk.time.advance(1)
    expect(desk.texts).toEqual(['a1'])
  })

  it('gives up after 15 minutes with the last reason, and the next message has its turn', async () => {
    const desk = await anOpenDesk(({ messenger }) => messenger.usually(later(4 * minute)))
    await desk.write('a', 1)
    await desk.time.advance(10 * minute)
    await desk.write('a', 2)
    await desk.time.advance(6 * minute)
    expect(desk.outbox.outcomes[0]).toMatchObject({
      place: { seq: 1 },
      outcome: { kind: 'failed', reason: 'rate_limited' },
    })
    desk.messenger.usually({ kind: 'accepts' })
    await desk.time.advance(5 * minute)
    expect(desk.texts).toEqual(['a2'])
  })

  it.each(['blocked', 'not_found', 'window_closed', 'too_long', 'bad_media'] as const)(
    'never repeats a message refused as %s, and the next one leaves',
    async (reason) => {
      const desk = await anOpenDesk(({ messenger }) => messenger.next(refuses({ kind: 'failed', reason, detail: '' })))
      await desk.write('a', 1)
      await desk.write('a', 2)
      await desk.time.advance(20 * minute)
      expect(desk.outbox.stateOf('a', 1)).toEqual(['failed'])
      expect(desk.texts).toEqual(['a2'])
    },
  )

  it('tells that the channel needs new credentials', async () => {
    const desk = await anOpenDesk(({ messenger }) =>
      messenger.next(refuses({ kind: 'failed', reason: 'auth', detail: 'Unauthorized' })),
    )
    await desk.write('a', 1)
    expect(desk.authFailures).toEqual([aChannelId])
  })

  it.each<Behaviour>([
    { kind: 'losesAnswer', isAccepted: true },
    { kind: 'losesAnswer', isAccepted: false },
    { kind: 'breaks', isAccepted: true },
    { kind: 'hangs' },
  ])('does not repeat by itself when the messenger %j', async (behaviour) => {
    const desk = await anOpenDesk(({ messenger }) => messenger.next(behaviour))
    await desk.write('a', 1)
    await desk.time.advance(20 * minute)
    expect(desk.outbox.stateOf('a', 1)).toEqual(['unconfirmed'])
    expect(desk.messenger.calls).toHaveLength(1)
  })

  it('repeats a lost answer under the same key where that cannot double', async () => {
    const desk = await anOpenDesk(({ messenger }) => {
      messenger.isIdempotent = true
      messenger.next({ kind: 'losesAnswer', isAccepted: true })
    })
    await desk.write('a', 1)
    await desk.time.advance(minute)
    expect(desk.messenger.calls.map(({ idempotencyKey }) => idempotencyKey)).toEqual(['a/1', 'a/1'])
    expect(desk.texts).toEqual(['a1'])
    expect(desk.outbox.stateOf('a', 1)).toEqual(['sent'])
  })

  it('does not call a message failed whose first attempt may have arrived', async () => {
    const desk = await anOpenDesk(({ messenger }) => {
      messenger.isIdempotent = true
      messenger.next(
        { kind: 'losesAnswer', isAccepted: true },
        refuses({ kind: 'failed', reason: 'blocked', detail: 'blocked since' }),
      )
    })
    await desk.write('a', 1)
    await desk.time.advance(minute)
    expect(desk.outbox.stateOf('a', 1)).toEqual(['unconfirmed'])
  })

  it('begins once the disk has room, when it had none at the start', async () => {
    const desk = new Desk()
    desk.outbox.queue('a', 1, 'a1', desk.time.now())
    desk.faults = { afterClaim: () => new Promise(() => {}) }
    desk.crash()
    await desk.open()
    desk.faults = {}
    desk.crash()
    desk.outbox.failNextWrites(1)
    await desk.open()
    await desk.write('b', 1)
    await desk.time.advance(minute)
    expect([desk.outbox.stateOf('a', 1), desk.texts]).toEqual([['unconfirmed'], ['b1']])
  })

  it('sends a long text in parts, in order, and fails the rest when one is refused', async () => {
    const desk = await anOpenDesk()
    const text = 'Первая половина. Вторая половина. Третья.'
    await desk.write('a', 1, text)
    expect(desk.texts).toEqual(['Первая половина.', 'Вторая половина.', 'Третья.'])
    desk.messenger.next({ kind: 'accepts' }, refuses({ kind: 'failed', reason: 'blocked', detail: '' }))
    await desk.write('a', 2, text)
    expect(desk.outbox.stateOf('a', 2)).toEqual(['sent', 'failed', 'failed'])
  })

  it('repeats only the part that was refused', async () => {
    const desk = await anOpenDesk(({ messenger }) => messenger.next({ kind: 'accepts' }, later(1000)))
    await desk.write('a', 1, 'Первая половина. Вторая половина.')
    await desk.time.advance(5000)
    expect(desk.texts).toEqual(['Первая половина.', 'Вторая половина.'])
  })

  it('keeps the pace of the messenger, for the channel and for a chat', async () => {
    const desk = await anOpenDesk(({ messenger }) => {
      messenger.pace = { channel: { perSecond: 2, burst: 2 }, chat: { perSecond: 1, burst: 1 } }
    })
    for (const conversation of ['a', 'b', 'c', 'd']) await desk.write(conversation, 1)
    await desk.write('a', 2)
    expect(desk.texts).toHaveLength(2)
    await desk.time.advance(1000)
    expect(desk.texts).toHaveLength(4)
    await desk.time.advance(10_000)
    expect(desk.texts).toEqual(['a1', 'b1', 'c1', 'd1', 'a2'])
  })

  it('leaves a messenger that is away alone but for a probe every 30 seconds', async () => {
    const desk = await anOpenDesk(({ messenger }) => messenger.usually(later(0)))
    for (let number = 0; number < 10; number++) await desk.write(`c${number}`, 1)
    const before = desk.messenger.calls.length
    await desk.time.advance(5 * minute)
    expect(desk.messenger.calls.length - before).toBeLessThanOrEqual(11)
    desk.messenger.usually({ kind: 'accepts' })
    await desk.time.advance(minute)
    expect(desk.texts).toHaveLength(10)
  })

  it('goes on recording when the disk has room again', async () => {
    const desk = await anOpenDesk()
    desk.faults = {}
    desk.outbox.queue('a', 1, 'a1', desk.time.now())
    desk.messenger.next({ kind: 'accepts' })
    desk.outbox.failNextWrites(3)
    desk.delivery.wake(aChannelId)
    await desk.time.advance(minute)
    expect(desk.outbox.stateOf('a', 1)).toEqual(['sent'])
    expect(desk.texts).toEqual(['a1'])
  })

  it('waits five seconds for sends under way when the hub ends, then says that nobody knows', async () => {
    const desk = await anOpenDesk(({ messenger }) => messenger.next({ kind: 'hangs' }))
    await desk.write('a', 1)
    await desk.write('a', 2)
    let isClosed = false
    const closing = desk.delivery.closed(aChannelId, lastSendsMs).then(() => {
      isClosed = true
    })
    await desk.time.advance(4_999)
    expect([isClosed, desk.outbox.stateOf('a', 1)]).toEqual([false, ['sending']])
    await desk.time.advance(1)
    await closing
    expect([desk.outbox.stateOf('a', 1), desk.outbox.stateOf('a', 2)]).toEqual([['unconfirmed'], ['queued']])
    expect(desk.time.pendingTimers).toBe(0)
  })

  it.each(['closed', 'abandon'] as const)(
    'leaves sends under way all their time when the channel alone ends (%s)',
    async (ending) => {
      const desk = await anOpenDesk(({ messenger }) => messenger.next({ kind: 'hangs' }))
      await desk.write('a', 1)
      const ended = desk.delivery[ending](aChannelId)
      await desk.time.advance(sendLimitMs - 1)
      expect(desk.outbox.stateOf('a', 1)).toEqual(['sending'])
      await desk.time.advance(1)
      await ended
      expect(desk.outbox.stateOf('a', 1)).toEqual(['unconfirmed'])
      expect(desk.time.pendingTimers).toBe(0)
    },
  )

  it('fails what waits for a channel that was disconnected', async () => {
    const desk = await anOpenDesk(({ messenger }) => messenger.usually(later(minute)))
    await desk.write('a', 1)
    await desk.write('a', 2)
    await desk.delivery.abandon(aChannelId)
    expect(desk.outbox.outcomes.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'failed', reason: 'disconnected' },
      { kind: 'failed', reason: 'disconnected' },
    ])
  })
})

const point = fc.constantFrom('none', 'afterClaim', 'afterSendBeforeRecord')
const behaviour = fc.constantFrom<Behaviour>(
  { kind: 'accepts' },
  { kind: 'accepts' },
  { kind: 'accepts' },
  later(2000),
  refuses({ kind: 'failed', reason: 'refused', detail: '' }),
  { kind: 'losesAnswer', isAccepted: true },
  { kind: 'losesAnswer', isAccepted: false },
  { kind: 'breaks', isAccepted: true },
  { kind: 'hangs' },
)
const step = fc.oneof(
  fc.record({
    kind: fc.constant('write' as const),
    conversation: fc.constantFrom('a', 'b', 'c'),
    isLong: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('behave' as const), behaviour }),
  fc.record({ kind: fc.constant('crash' as const), point }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000 }) }),
  fc.record({ kind: fc.constant('disk' as const), writes: fc.integer({ min: 1, max: 3 }) }),
)

describe('delivery to a messenger that misbehaves, on a hub that is killed', () => {
  it('is honest: what it calls sent has arrived, what has arrived it knows of, and nothing arrives twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.boolean(), async (steps, isIdempotent) => {
        const desk = new Desk()
        desk.messenger.isIdempotent = isIdempotent
        await desk.open()
        let seq = 0
        for (const one of steps) await act(desk, one, () => ++seq)
        desk.messenger.usually({ kind: 'accepts' })
        await desk.time.advance(40 * minute)
        judge(desk)
      }),
      { numRuns: 60 },
    )
  }, 30_000)
})

async function act(desk: Desk, one: typeof step extends fc.Arbitrary<infer Step> ? Step : never, next: () => number) {
  switch (one.kind) {
    case 'write': {
      const seq = next()
      await desk.write(one.conversation, seq, one.isLong ? `Первая часть ${seq}. Вторая часть ${seq}.` : `Текст ${seq}`)
      return
    }
    case 'behave':
      return desk.messenger.next(one.behaviour)
    case 'crash': {
      const never = () => new Promise<void>(() => {})
      desk.faults = one.point === 'none' ? {} : { [one.point]: never }
      desk.crash()
      await desk.open()
      const seq = next()
      await desk.write('a', seq, `Последний текст ${seq}`)
      desk.faults = {}
      desk.crash()
      return desk.open()
    }
    case 'wait':
      return desk.time.advance(one.ms)
    case 'disk':
      return desk.outbox.failNextWrites(one.writes)
  }
}

function judge({ outbox, messenger }: Desk): void {
  const keys = messenger.arrived.map(({ idempotencyKey }) => idempotencyKey)
  expect(keys).toEqual([...new Set(keys)])
  const arrived = new Set(keys)
  for (const { part, state, history } of outbox.rows) {
    expect(['sent', 'failed', 'unconfirmed']).toContain(state)
    if (state === 'sent') expect(arrived).toContain(part.idempotencyKey)
    if (arrived.has(part.idempotencyKey)) expect(['sent', 'unconfirmed']).toContain(state)
    expect(history.indexOf('sent')).toBe(history.lastIndexOf('sent'))
  }
  for (const conversation of ['a', 'b', 'c']) {
    const seqs = messenger.arrived
      .filter(({ externalChat }) => externalChat.endsWith(conversation))
      .map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other))
  }
}
