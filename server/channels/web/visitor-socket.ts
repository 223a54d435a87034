import type { RefusalCode } from '#protocol/errors'
import { type AttachmentId, Seq } from '#protocol/ids'
import {
  cleanVisitorText,
  type VisitorAbout,
  type VisitorAnswer,
  type VisitorDone,
  type VisitorGap,
  VisitorMessage,
  type VisitorPackets,
  VisitorPage,
  VisitorPress,
  VisitorRate,
  visitorLines,
} from '#protocol/visitor'
import type { RawInbound } from '../channel'
import type { VisitorReads } from '../ports'
import { rawAct, rawMark } from './inbound'
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
  private readonly reads: VisitorReads
  private badCount = 0
  private typedAt = Number.NEGATIVE_INFINITY
  /** Marks run one after another, so that two of them never settle the same message. */
  private marks: Promise<void> = Promise.resolve()

  constructor(
    private readonly socket: VisitorConnection,
    private readonly context: VisitorsContext,
  ) {
    this.data = socket.data
    this.reads = context.readsOf(socket.data.site.id)
    this.room = roomOf(socket.data.site.id, socket.data.visitorId)
  }

  /** Joins first and reads then: a line that comes in between is sent twice and shown once, never missed. */
  async welcome(): Promise<void> {
    const { data, context } = this
    void this.socket.join(this.room)
    this.listen()
    const gap = await this.gap(data.isOther ? 0 : data.handshake.after)
    if (gap === null) {
      this.socket.disconnect(true)
      return
    }
    this.socket.emit('welcome', {
      token: data.token,
      site: context.face(data.site),
      company: context.company.state(data.site.id),
      gap,
      rating: await this.rating(),
      customer: data.customer,
      isOther: data.isOther,
    })
  }

  private listen(): void {
    const { socket } = this
    socket.on('message', (said, answer) => this.answered(answer, () => this.message(said)))
    socket.on('press', (said, answer) => this.answered(answer, () => this.press(said)))
    socket.on('rate', (said, answer) => this.answered(answer, () => this.rate(said)))
    socket.on('sync', (after, answer) => void this.sync(after, answer))
    socket.on('history', (before, answer) => void this.history(before, answer))
    socket.on('typing', () => this.typing())
    socket.on('page', (page) => this.page(page))
    socket.on('received', (upTo) => this.mark('received', upTo))
    socket.on('read', (upTo) => this.mark('read', upTo))
  }

  private answered<Reply>(answer: unknown, act: () => Promise<Reply>): void {
    if (typeof answer === 'function') void act().then((reply) => answer(reply))
    else this.bad()
  }

  private async message(said: unknown): Promise<VisitorAnswer> {
    const message = VisitorMessage.safeParse(said)
    if (!message.success) return this.bad()
    const { attachments, about } = message.data
    const id = message.data.id.toLowerCase()
    const cleaned = cleanVisitorText(message.data.text)
    const isBare = cleaned.kind === 'empty' && attachments.length > 0
    if (cleaned.kind !== 'text' && !isBare) return refuse(textRefusals[cleaned.kind])
    const wait = this.takeTurn()
    if (wait > 0) return refuse('RATE_LIMITED', wait)
    try {
      return await this.storeMessage(id, cleaned.kind === 'text' ? cleaned.text : '', attachments, about)
    } catch {
      return refuse('STORE_UNAVAILABLE', notYetMs)
    }
  }

  private async storeMessage(
    id: string,
    text: string,
    ids: readonly AttachmentId[],
    told: VisitorAbout | null,
  ): Promise<VisitorAnswer> {
    const { site, visitorId, handshake, page, customer } = this.data
    const { reads } = this
    const { clock } = this.context
    const known = ids.length === 0 ? null : await reads.ownLine(site.id, visitorId, id)
    if (known !== null) return { ok: true, line: known }
    const attachments = ids.length === 0 ? [] : await reads.uploads(site.id, visitorId, ids)
    if (attachments === null) return refuse('FILE_NOT_RECEIVED')
    const { referrer, locale } = handshake
    const about = told ?? handshake.customer?.about ?? null
    const customerId = customer === 'verified' ? (handshake.customer?.externalId ?? null) : null
    await site.sink.receive([
      rawAct(visitorId, {
        ...{ kind: 'message', id, text, attachments: [...attachments], about, customerId },
        ...{ page: page.url, referrer, locale, at: clock.now() },
      }),
    ])
    const line = await reads.ownLine(site.id, visitorId, id)
    if (line === null) return refuse('OVERLOADED', notYetMs)
    this.socket.to(this.room).emit('line', line)
    return { ok: true, line }
  }

  private async press(said: unknown): Promise<VisitorDone> {
    const press = VisitorPress.safeParse(said)
    if (!press.success) return this.bad()
    const { id, seq, buttonId } = press.data
    const wait = this.takeTurn()
    if (wait > 0) return refuse('RATE_LIMITED', wait)
    const { site, visitorId, handshake } = this.data
    const line = await this.reads.line(site.id, visitorId, seq).catch(() => null)
    const button = line?.buttons.flat().find((one) => one.id === buttonId && one.url === null)
    if (button === undefined) return refuse('NOT_FOUND')
    const { label } = button
    const act = { kind: 'press', id, seq, buttonId, label, locale: handshake.locale } as const
    const done = await this.store(rawAct(visitorId, act))
    const pressed = done.ok ? await this.reads.line(site.id, visitorId, seq).catch(() => null) : null
    if (pressed !== null) this.socket.nsp.to(this.room).emit('line', pressed)
    return done
  }

  private async rate(said: unknown): Promise<VisitorDone> {
    const rate = VisitorRate.safeParse(said)
    if (!rate.success) return this.bad()
    const { id, inquiry, score, comment } = rate.data
    const cleaned = cleanVisitorText(comment)
    if (cleaned.kind === 'invalid' || cleaned.kind === 'tooLong') return refuse(textRefusals[cleaned.kind])
    const words = cleaned.kind === 'text' ? cleaned.text.trim() : ''
    const wait = this.takeTurn()
    if (wait > 0) return refuse('RATE_LIMITED', wait)
    const { visitorId } = this.data
    const done = await this.store(rawAct(visitorId, { kind: 'rate', id, inquiry, score, comment: words }))
    if (done.ok) this.socket.nsp.to(this.room).emit('rating', await this.rating())
    return done
  }

  private async store(raw: RawInbound): Promise<VisitorDone> {
    try {
      await this.data.site.sink.receive([raw])
      return { ok: true }
    } catch {
      return refuse('STORE_UNAVAILABLE', notYetMs)
    }
  }

  private async rating() {
    const { site, visitorId } = this.data
    return site.settings.asksRating ? this.reads.rating(site.id, visitorId).catch(() => null) : null
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
    const page = await this.reads.history(site.id, visitorId, before, visitorLines).catch(() => null)
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

  private bad(): Extract<VisitorDone, { ok: false }> {
    this.badCount += 1
    if (this.badCount >= badPackets) this.socket.disconnect(true)
    return refuse('BAD_REQUEST')
  }

  private gap(after: Seq): Promise<VisitorGap | null> {
    const { site, visitorId } = this.data
    return this.reads.gap(site.id, visitorId, after, visitorLines).catch(() => null)
  }

  private typing(): void {
    const now = this.context.clock.monotonic()
    if (now - this.typedAt < typingEveryMs) return
    this.typedAt = now
    this.data.site.sink.typing(this.data.visitorId)
  }

  private page(said: unknown): void {
    const page = VisitorPage.safeParse(said)
    if (!page.success) this.bad()
    else if (this.mayLook()) {
      this.data.page = page.data
      this.context.moved(this.data.site.id, this.data.visitorId, page.data)
    }
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
    const seqs = await this.reads.unsettled(site.id, visitorId, upTo, status)
    if (seqs.length > 0) await site.sink.receive([rawMark(visitorId, kind, seqs)])
  }
}

const textRefusals = { empty: 'TEXT_EMPTY', invalid: 'TEXT_INVALID', tooLong: 'TEXT_TOO_LONG' } as const

function refuse(code: RefusalCode, retryAfterMs: number | null = null): Extract<VisitorDone, { ok: false }> {
  return { ok: false, code, retryAfterMs }
}
