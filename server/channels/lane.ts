import type { ChannelId } from '#protocol/ids'
import type { SendReport } from '../conversations/record-receipt'
import type { Clock, Random, Timers } from '../platform'
import { afterSend, givesUpAfterMs } from './after-send'
import type { Channel, ChannelKind, OutboundMessage, OutboundPart, SendResult } from './channel'
import { Circuit } from './circuit'
import { Buckets } from './pace'
import type { DuePart, Outbox, RecordSend } from './ports'

/** Where a test may stop a send: between its steps on disk. */
export interface SendFaults {
  readonly afterClaim?: () => Promise<void>
  readonly afterSendBeforeRecord?: () => Promise<void>
}

export interface LaneOptions {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly outbox: Outbox
  readonly record: RecordSend
  /** The messenger does not know us any more: the channel needs new credentials. */
  readonly onAuthFailed: (channelId: ChannelId) => void
  readonly onSent: (channelId: ChannelId) => void
  /** Something broke that should not: the store is away, an adapter threw. */
  readonly onError: (channelId: ChannelId, error: unknown) => void
  readonly faults?: SendFaults
}

/** A send that says nothing for so long is over: nobody knows what came of it. */
export const sendLimitMs = 60_000
/** The same when the hub ends: it has ten seconds for everything. */
export const lastSendsMs = 5_000

const inFlightLimit = 32
const batchLimit = 64
const attachmentPauseMs = 1000
const storePauseMs = 1000
const storePauseCapMs = 30_000

type Call = Omit<OutboundPart, 'idempotencyKey'>

interface Loaded {
  readonly part: DuePart
  readonly call: Call
  /** Calls the whole message takes. */
  readonly count: number
}

/** What stands in the way of sending, if anything. */
function obstacle(message: OutboundMessage | null, call: Call | undefined): 'waits' | SendReport | null {
  if (message === null || call === undefined)
    return { kind: 'failed', reason: 'refused', detail: 'there is nothing to send' }
  const states = new Set(message.attachments.map(({ state }) => state.kind))
  if (states.has('failed')) return { kind: 'failed', reason: 'bad_media', detail: 'an attachment is not there' }
  return states.has('pending') ? 'waits' : null
}

/** The sends of one channel: in order within a conversation, side by side between them, at the messenger's pace. */
export class Lane {
  private readonly busy = new Set<string>()
  private readonly running = new Set<Promise<void>>()
  /** Of sends under way: ends the wait for the messenger's answer. */
  private readonly waits = new Set<() => void>()
  private readonly circuit = new Circuit()
  private readonly perChannel: Buckets
  private readonly perChat: Buckets
  private cancelTimer: () => void = () => {}
  private wakesAt = Number.POSITIVE_INFINITY
  private pumping: Promise<void> | null = null
  private isWanted = false
  private isRecovered = false
  private isStopped = false

  constructor(
    private readonly channel: Channel,
    private readonly kind: ChannelKind,
    private readonly options: LaneOptions,
  ) {
    this.perChannel = new Buckets(kind.pace.channel)
    this.perChat = new Buckets(kind.pace.chat)
  }

  /** Looks for work now; called again while it looks, it looks once more. */
  wake(): void {
    this.isWanted = true
    if (this.pumping !== null || this.isStopped) return
    this.pumping = this.pump().finally(() => {
      this.pumping = null
      // Asked for after the last look and before it was noted as over.
      if (this.isWanted) this.wake()
    })
  }

  /** Waits so long for sends under way; nobody knows then what came of them. */
  async stop(withinMs: number): Promise<void> {
    this.isStopped = true
    this.cancelTimer()
    const callOff = this.options.timers.after(withinMs, () => {
      for (const endWait of this.waits) endWait()
    })
    await this.pumping
    await Promise.all(this.running)
    callOff()
  }

  /** Parts in `sending` were on their way when the hub ended. Whether they arrived only an idempotent messenger can be asked. */
  private async recover(): Promise<void> {
    const { outbox, record, clock } = this.options
    for (const part of await outbox.interrupted(this.channel.id)) {
      if (this.kind.capabilities.idempotentSend)
        await outbox.postpone(part, { attempt: part.attempt, isInDoubt: true, nextAt: clock.now() })
      else await record(this.channel.id, part, { kind: 'unconfirmed', detail: 'the hub was restarted while sending' })
    }
    this.isRecovered = true
  }

  private async pump(): Promise<void> {
    while (this.isWanted && !this.isStopped) {
      this.isWanted = false
      try {
        await this.round()
      } catch (error) {
        this.options.onError(this.channel.id, error)
        this.wakeIn(storePauseMs)
      }
    }
  }

  private async round(): Promise<void> {
    const { clock, outbox } = this.options
    if (!this.isRecovered) await this.recover()
    if (this.circuit.isOpen) await this.failOverdue()
    const wait = this.circuit.wait(clock.monotonic())
    if (wait > 0) return this.wakeIn(wait)
    const room = this.circuit.isOpen ? 1 - this.busy.size : inFlightLimit - this.busy.size
    if (room <= 0) return
    const lookedAt = clock.now()
    const due = await outbox.due(this.channel.id, lookedAt, batchLimit + this.busy.size)
    const chosen = this.choose(due, room)
    const loaded: Loaded[] = []
    for (const part of chosen) {
      const one = await this.load(part)
      if (one !== null) loaded.push(one)
    }
    if (this.isStopped) return
    await this.claim(loaded)
    await this.arm(lookedAt)
  }

  /** The first of each conversation not on its way, as many as the messenger's pace lets through now. */
  private choose(due: readonly DuePart[], room: number): readonly DuePart[] {
    const now = this.options.clock.monotonic()
    const chosen: DuePart[] = []
    for (const part of due) {
      if (chosen.length >= room) break
      if (this.busy.has(part.conversationId)) continue
      const wait = Math.max(this.perChannel.wait('', now), this.perChat.wait(part.externalChat, now))
      if (wait > 0) {
        this.wakeIn(wait)
        continue
      }
      this.perChannel.take('', now)
      this.perChat.take(part.externalChat, now)
      this.busy.add(part.conversationId)
      chosen.push(part)
    }
    return chosen
  }

  /** Null when there is nothing to send yet or any more; that is written down then. */
  private async load(part: DuePart): Promise<Loaded | null> {
    const { outbox, clock } = this.options
    try {
      const message = await outbox.message(part.conversationId, part.seq)
      const calls = message === null ? [] : this.kind.split(message)
      const call = calls[part.part]
      const wall = obstacle(message, call)
      if (wall === null && call !== undefined) return { part, call, count: calls.length }
      if (wall === 'waits') await outbox.postpone(part, { ...part, nextAt: clock.now() + attachmentPauseMs })
      else if (wall !== null) await this.record(part, wall)
      this.isWanted = true
    } catch (error) {
      this.options.onError(this.channel.id, error)
      this.wakeIn(storePauseMs)
    }
    this.busy.delete(part.conversationId)
    return null
  }

  /** `sending` is committed before the first byte leaves. */
  private async claim(loaded: readonly Loaded[]): Promise<void> {
    if (loaded.length === 0) return
    let claimed: ReadonlySet<DuePart> = new Set()
    try {
      claimed = new Set(await this.options.outbox.claim(loaded))
    } finally {
      for (const one of loaded) {
        if (claimed.has(one.part)) this.start(one)
        else this.busy.delete(one.part.conversationId)
      }
    }
  }

  private start({ part, call }: Loaded): void {
    const run = this.send(part, { ...call, idempotencyKey: part.idempotencyKey })
      .catch((error: unknown) => this.options.onError(this.channel.id, error))
      .finally(() => {
        this.running.delete(run)
        this.busy.delete(part.conversationId)
        this.wake()
      })
    this.running.add(run)
  }

  private async send(part: DuePart, call: OutboundPart): Promise<void> {
    const { faults } = this.options
    await faults?.afterClaim?.()
    const result = await this.limited(part, call)
    await faults?.afterSendBeforeRecord?.()
    await this.settle(part, result)
  }

  /** An adapter that throws or never answers leaves the same doubt: bytes may have left. */
  private async limited(part: DuePart, call: OutboundPart): Promise<SendResult> {
    let isOver = false
    const said = this.channel.send(call).catch((error: unknown): SendResult => {
      this.options.onError(this.channel.id, error)
      return { kind: 'unconfirmed', detail: 'the send broke off' }
    })
    let endWait = () => {}
    const timedOut = new Promise<SendResult>((resolve) => {
      endWait = () => {
        isOver = true
        resolve({ kind: 'unconfirmed', detail: 'no answer in time' })
      }
    })
    // A late "sent" is still the truth about an unconfirmed message.
    void said.then((late) => (isOver && late.kind === 'sent' ? this.record(part, late) : undefined))
    const cancel = this.options.timers.after(sendLimitMs, endWait)
    this.waits.add(endWait)
    const result = await Promise.race([said, timedOut])
    cancel()
    this.waits.delete(endWait)
    return result
  }

  private async settle(part: DuePart, result: SendResult): Promise<void> {
    const { clock, random, outbox, onSent, onAuthFailed } = this.options
    if (result.kind === 'sent') onSent(this.channel.id)
    if (result.kind === 'failed' && result.reason === 'auth') onAuthFailed(this.channel.id)
    const isIdempotent = this.kind.capabilities.idempotentSend
    const next = afterSend(part, result, { isIdempotent, now: clock.now(), random: random.number() })
    if (next.kind === 'repeat') {
      this.circuit.failed(clock.monotonic())
      return this.insist(() => outbox.postpone(part, next))
    }
    if (next.outcome.kind !== 'unconfirmed') this.circuit.answered()
    return this.record(part, next.outcome)
  }

  private async failOverdue(): Promise<void> {
    const { outbox, clock } = this.options
    const overdue = await outbox.queuedBefore(this.channel.id, clock.now() - givesUpAfterMs, batchLimit)
    for (const part of overdue)
      if (!this.busy.has(part.conversationId))
        await this.record(part, { kind: 'failed', reason: 'temporary', detail: 'the messenger does not answer' })
  }

  private record(part: DuePart, outcome: SendReport): Promise<void> {
    return this.insist(() => this.options.record(this.channel.id, part, outcome))
  }

  /** What the messenger has said must not be lost because the disk is full for a minute. */
  private async insist(write: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await write()
      } catch (error) {
        this.options.onError(this.channel.id, error)
        if (this.isStopped) return
        await new Promise<void>(
          (resolve) => void this.options.timers.after(Math.min(storePauseMs * attempt, storePauseCapMs), resolve),
        )
      }
    }
  }

  /**
   * What was due when it was looked for waits for its pace, its turn or a free place, and each of these wakes the lane. What has
   * become due since was not seen: it is next.
   */
  private async arm(lookedAt: number): Promise<void> {
    const { outbox, clock } = this.options
    const nextAt = await outbox.nextAt(this.channel.id, lookedAt)
    if (nextAt !== null) this.wakeIn(Math.max(0, nextAt - clock.now()))
  }

  /** One timer, for the earliest reason to look again. */
  private wakeIn(ms: number): void {
    const at = this.options.clock.monotonic() + ms
    if (at >= this.wakesAt || this.isStopped) return
    this.cancelTimer()
    this.wakesAt = at
    this.cancelTimer = this.options.timers.after(ms, () => {
      this.wakesAt = Number.POSITIVE_INFINITY
      this.wake()
    })
  }
}
