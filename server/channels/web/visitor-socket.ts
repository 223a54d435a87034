import type { RefusalCode } from '#protocol/errors'
import { Seq } from '#protocol/ids'
import {
  cleanVisitorText,
  type VisitorAnswer,
  type VisitorGap,
  VisitorMessage,
  type VisitorPackets,
  visitorLines,
} from '#protocol/visitor'
import { rawMark, rawMessage } from './inbound'
import { badPackets } from './settings'
import { roomOf, type VisitorConnection, type VisitorData, type VisitorsContext } from './site'

/** Typing is passed on at most this often. */
const typingEveryMs = 2000

/** A message whose line cannot be read back yet is stored and will be worked off; the page asks again. */
const notYetMs = 5000

/** One tab of one visitor. It opens nothing but his own conversation: every read and write carries his id, never one he names. */
export class VisitorSocket {
  private readonly data: VisitorData
  private readonly room: string
  private badCount = 0
  private typedAt = Number.NEGATIVE_INFINITY
  /** Marks run one after another, so that two of them never settle the same message. */
  private marks: Promise<void> = Promise.resolve()

  constructor(
    private readonly socket: VisitorConnection,
    private readonly context: VisitorsContext,
  ) {
    this.data = socket.data
    this.room = roomOf(socket.data.site.id, socket.data.visitorId)
  }

  /** Joins first and reads then: a line that comes in between is sent twice and shown once, never missed. */
  async welcome(): Promise<void> {
    void this.socket.join(this.room)
    this.listen()
    const gap = await this.gap(this.data.handshake.after)
    if (gap === null) {
      this.socket.disconnect(true)
      return
    }
    this.socket.emit('welcome', {
      token: this.data.token,
      companyName: this.context.company.name(),
      greeting: this.data.site.greeting,
      company: this.context.company.state(),
      gap,
    })
  }

  private listen(): void {
    this.socket.on('message', (message, answer) => {
      if (typeof answer === 'function') void this.message(message).then(answer)
      else this.bad()
    })
    this.socket.on('sync', (after, answer) => void this.sync(after, answer))
    this.socket.on('history', (before, answer) => void this.history(before, answer))
    this.socket.on('typing', () => this.typing())
    this.socket.on('received', (upTo) => this.mark('received', upTo))
    this.socket.on('read', (upTo) => this.mark('read', upTo))
  }

  private async message(said: unknown): Promise<VisitorAnswer> {
    const message = VisitorMessage.safeParse(said)
    if (!message.success) return this.bad()
    if (message.data.attachments.length > 0) return refuse('FILE_NOT_RECEIVED')
    const cleaned = cleanVisitorText(message.data.text)
    if (cleaned.kind !== 'text') return refuse(textRefusals[cleaned.kind])
    const wait = this.takeTurn()
    if (wait > 0) return refuse('RATE_LIMITED', wait)
    try {
      return await this.store(message.data.id.toLowerCase(), cleaned.text)
    } catch {
      return refuse('STORE_UNAVAILABLE', notYetMs)
    }
  }

  private async store(id: string, text: string): Promise<VisitorAnswer> {
    const { site, visitorId, handshake } = this.data
    const { page, referrer, locale } = handshake
    const at = this.context.clock.now()
    const raw = rawMessage(visitorId, { kind: 'message', id, text, attachments: [], page, referrer, locale, at })
    await site.sink.receive([raw])
    const line = await this.context.reads.ownLine(site.id, visitorId, id)
    if (line === null) return refuse('OVERLOADED', notYetMs)
    this.socket.to(this.room).emit('line', line)
    return { ok: true, line }
  }

  /** Milliseconds to wait, or 0 and the turn is taken. */
  private takeTurn(): number {
    const now = this.context.clock.monotonic()
    const { perVisitor, perAddress } = this.context
    const wait = Math.max(perVisitor.wait(this.room, now), perAddress.wait(this.data.address, now))
    if (wait > 0) return wait
    perVisitor.take(this.room, now)
    perAddress.take(this.data.address, now)
    return 0
  }

  private async sync(said: unknown, answer: (gap: VisitorGap) => void): Promise<void> {
    const after = this.asked(said, answer)
    if (after === null) return
    const gap = await this.gap(after)
    if (gap !== null) answer(gap)
  }

  private async history(said: unknown, answer: Parameters<VisitorPackets['history']>[1]): Promise<void> {
    const before = this.asked(said, answer)
    if (before === null) return
    const { site, visitorId } = this.data
    const page = await this.context.reads.history(site.id, visitorId, before, visitorLines).catch(() => null)
    if (page !== null) answer(page)
  }

  /** The `seq` asked about, when the question is well formed, somebody listens for the answer, and it is not one too many. */
  private asked(said: unknown, answer: unknown): Seq | null {
    const seq = Seq.safeParse(said)
    if (!seq.success || typeof answer !== 'function') {
      this.bad()
      return null
    }
    return this.mayLook() ? seq.data : null
  }

  private mayLook(): boolean {
    const now = this.context.clock.monotonic()
    if (this.context.looks.wait(this.room, now) > 0) return false
    this.context.looks.take(this.room, now)
    return true
  }

  private bad(): VisitorAnswer {
    this.badCount += 1
    if (this.badCount >= badPackets) this.socket.disconnect(true)
    return refuse('BAD_REQUEST')
  }

  private gap(after: Seq): Promise<VisitorGap | null> {
    const { site, visitorId } = this.data
    return this.context.reads.gap(site.id, visitorId, after, visitorLines).catch(() => null)
  }

  private typing(): void {
    const now = this.context.clock.monotonic()
    if (now - this.typedAt < typingEveryMs) return
    this.typedAt = now
    this.data.site.sink.typing(this.data.visitorId)
  }

  private mark(kind: 'received' | 'read', said: unknown): void {
    const upTo = Seq.safeParse(said)
    if (!upTo.success) this.bad()
    else if (this.mayLook()) this.marks = this.marks.then(() => this.settle(kind, upTo.data)).catch(() => undefined)
  }

  /** What fails here the page says again: its next mark covers this one. */
  private async settle(kind: 'received' | 'read', upTo: Seq): Promise<void> {
    const { site, visitorId } = this.data
    const status = kind === 'read' ? 'read' : 'delivered'
    const seqs = await this.context.reads.unsettled(site.id, visitorId, upTo, status)
    if (seqs.length > 0) await site.sink.receive([rawMark(visitorId, kind, seqs)])
  }
}

const textRefusals = { empty: 'TEXT_EMPTY', invalid: 'TEXT_INVALID', tooLong: 'TEXT_TOO_LONG' } as const

function refuse(code: RefusalCode, retryAfterMs: number | null = null): VisitorAnswer {
  return { ok: false, code, retryAfterMs }
}
