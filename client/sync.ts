import type { Section } from '#protocol/conversation'
import type { ConversationView, Notice } from '#protocol/events'
import { assertNever, type ConversationId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { ListCursor, QueryAnswer } from '#protocol/queries'
import type { Welcome } from '#protocol/version'
import { joinOf, planFar, planNear, planResumed, planSnapshot, planView } from './apply-event'
import type { Cache, CachedCompany } from './cache'
import type { Change } from './changes'
import type { ClientClock } from './clock'
import { Held } from './held'
import { HubQuestions, LinkLost } from './hub-questions'
import { readFar, readNear, readNotice } from './read-packet'
import type { Reporter } from './reports'
import type { Session } from './session'

/** How often what is held is compared with the hub. */
const compareEveryMs = 300_000
const comparedRows = 500

export interface SyncPorts {
  readonly cache: Cache
  readonly clock: ClientClock
  readonly session: Pick<Session, 'query' | 'giveUp'>
  readonly emit: (change: Change) => void
  readonly report: Reporter
  /** Conversations open on the screen: kept near over a new link. */
  readonly opened: () => readonly ConversationId[]
  /** Everything held is as of now. `isFresh`: by a snapshot, so nothing can be told of what happened between. */
  readonly onCaughtUp: (company: CachedCompany, isFresh: boolean) => void
}

/**
 * Keeps the cache equal to what the hub lets this operator see. Packets are taken one after another, to the end; everything that
 * writes the cache goes through here. The cursor moves only with what it stands for.
 */
export class Sync {
  readonly #ports: SyncPorts
  readonly #hub: HubQuestions
  readonly #held: Held
  /** Work of an earlier link is dropped. */
  #generation = 0
  /** The link the present step belongs to. */
  #working = 0
  #chain: Promise<void> = Promise.resolve()
  #position = 0
  #epoch = ''
  #desyncs = 0
  #isLinked = false
  #callOffCompare: () => void = () => undefined

  constructor(ports: SyncPorts) {
    this.#ports = ports
    this.#hub = new HubQuestions(ports.clock, ports.session)
    this.#held = new Held(ports.cache, ports.emit)
    ports.cache.onLost(() => this.#startOver())
  }

  get company(): CachedCompany | null {
    return this.#held.company
  }

  /** Reads what the last run left; windows can be served from then on. */
  open(): Promise<void> {
    return this.#held.open()
  }

  welcomed(welcome: Welcome): void {
    this.#isLinked = true
    void this.#enqueue('catchUp', () => this.#catchUp(welcome))
  }

  lost(): void {
    this.#isLinked = false
    this.#generation++
    this.#hub.stop()
    this.#callOffCompare()
    void this.#always('lost', () => this.#stampCursor())
  }

  near(raw: unknown): void {
    void this.#enqueue('near', async () => {
      const { value, broken } = readNear(raw)
      await this.#takeNear(value)
      await this.#refetch('near', broken)
    })
  }

  far(raw: unknown): void {
    void this.#enqueue('far', async () => {
      const packet = readFar(raw)
      if (packet === null) {
        this.#ports.report({ kind: 'brokenPacket', packet: 'far', conversationId: null })
        return this.#takeSnapshot()
      }
      const join = joinOf(packet.value, this.#position)
      if (join === 'gap') return this.#resume()
      if (join === 'joins') {
        await this.#held.write(planFar(packet.value, this.#standing()))
        this.#position = packet.value.position
      }
      await this.#refetch('far', packet.broken)
    })
  }

  notice(raw: unknown): void {
    void this.#enqueue('notice', async () => {
      const { value, broken } = readNotice(raw)
      if (value !== null) await this.#takeNotice(value)
      else this.#ports.report({ kind: 'brokenPacket', packet: 'notice', conversationId: broken[0] ?? null })
      await this.#refetch('notice', broken)
    })
  }

  /** A view asked for by a window. Where the stream held is behind, what came between is asked for, so that older entries stay. */
  takeOpened(view: ConversationView): Promise<void> {
    return this.#enqueue('open', async () => {
      const held = await this.#held.known(view.row.id)
      if (held !== null && held.seq < view.row.seq) await this.#fill(view.row.id, held.seq)
      await this.#takeView(view)
    })
  }

  /** An older page of a stream: joins what is held when it was asked for from its oldest entry. */
  takeHistory(
    id: ConversationId,
    page: { before: number; entries: readonly Entry[]; hasOlder: boolean },
  ): Promise<void> {
    return this.#enqueue('history', async () => {
      const held = await this.#held.known(id)
      const entries = page.entries.map((entry) => ({ conversationId: id, entry }))
      const from = page.hasOlder ? (page.entries[0]?.seq ?? page.before) : 0
      const joins = held !== null && page.before >= held.from && from < held.from
      const known = joins ? [{ ...held, conversationId: id, from, hasOlder: page.hasOlder }] : []
      await this.#held.write({ entries, known })
    })
  }

  /** A page of a list: lengthens what is held of the section when it was asked for from within. */
  takeList(section: Section, answer: QueryAnswer<'conversations.list'>, isJoined: boolean): Promise<void> {
    const reach: readonly { section: Section; upTo: ListCursor | null }[] = [{ section, upTo: answer.next }]
    return this.#enqueue('list', () =>
      this.#held.write({ rows: answer.rows, marks: answer.marks, ...(isJoined && { reach }) }),
    )
  }

  /** What the hub has just accepted of this device, ahead of the notice that says so. */
  takeMark(mark: { conversationId: ConversationId; seq: number; contactMessages: number }): Promise<void> {
    return this.#enqueue('mark', () => this.#held.write({ marks: [mark] }))
  }

  /** Everything taken so far is in the cache. */
  settled(): Promise<void> {
    return this.#chain
  }

  #standing(): { epoch: string; company: CachedCompany | null; at: number } {
    return { epoch: this.#epoch, company: this.#held.company, at: this.#ports.clock.now() }
  }

  /** Runs after everything before it, unless the link it belongs to is gone by then. */
  #enqueue(what: string, work: () => Promise<void>): Promise<void> {
    const generation = this.#generation
    return this.#always(what, async () => {
      if (generation !== this.#generation) return
      this.#working = generation
      try {
        await work()
      } catch (error) {
        // A link that stands and does not answer, or a step that failed half-way: the next link begins from the cursor.
        if (generation === this.#generation) this.#ports.session.giveUp(null)
        if (!(error instanceof LinkLost)) throw error
      }
    })
  }

  #always(what: string, work: () => Promise<void>): Promise<void> {
    this.#chain = this.#chain.then(work).catch((error: unknown) => {
      this.#ports.report({ kind: 'failed', during: what, error })
    })
    return this.#chain
  }

  async #catchUp(welcome: Welcome): Promise<void> {
    const cursor = await this.#ports.cache.cursor()
    this.#epoch = welcome.epoch
    this.#position = cursor?.position ?? 0
    if (cursor === null || cursor.epoch !== welcome.epoch) await this.#takeSnapshot()
    else await this.#resume()
  }

  async #resume(): Promise<void> {
    const open = this.#ports.opened().slice(0, 50)
    const reply = await this.#hub.ask({ kind: 'feed.resume', epoch: this.#epoch, cursor: this.#position, open })
    if (!reply.ok || reply.value.kind === 'snapshotRequired') return this.#takeSnapshot()
    const { value } = reply
    const ids = [...value.views.map((view) => view.row.id), ...value.near.map((item) => item.conversationId)]
    const heldOf = await this.#held.knownOf(ids)
    const plan = planResumed(value, this.#standing(), heldOf)
    await this.#held.write(plan.changes)
    this.#position = value.far.position
    for (const gap of plan.gaps) await this.#fill(gap.conversationId, gap.after)
    this.#caughtUp(false)
  }

  async #takeSnapshot(): Promise<void> {
    const reply = await this.#hub.ask({ kind: 'feed.snapshot' })
    if (!reply.ok) {
      this.#ports.report({ kind: 'catchUpRefused', code: reply.refusal.code })
      this.#ports.session.giveUp(reply.refusal)
      return
    }
    this.#epoch = reply.value.epoch
    await this.#held.write(planSnapshot(reply.value, this.#ports.clock.now()))
    this.#position = reply.value.position
    for (const id of this.#ports.opened()) {
      const view = await this.#hub.ask({ kind: 'conversation.open', conversationId: id })
      if (view.ok) await this.#held.write(planView(view.value, await this.#held.known(id)))
    }
    this.#caughtUp(true)
    this.#ports.emit({ kind: 'reloaded' })
  }

  #caughtUp(isFresh: boolean): void {
    if (this.#working !== this.#generation) return
    const { company } = this.#held
    if (company !== null) this.#ports.onCaughtUp(company, isFresh)
    this.#callOffCompare()
    this.#callOffCompare = this.#ports.clock.after(compareEveryMs, () => this.compare())
  }

  /** Compares versions of what is held with the hub's: the net under everything above. */
  compare(): void {
    void this.#enqueue('compare', async () => {
      const rows = [...(await this.#ports.cache.versions(comparedRows))]
      const reply = await this.#hub.ask({ kind: 'feed.compare', position: this.#position, rows })
      if (reply.ok && !reply.value.isEqual) {
        this.#ports.report({ kind: 'desync', count: ++this.#desyncs })
        await this.#takeSnapshot()
      } else this.#callOffCompare = this.#ports.clock.after(compareEveryMs, () => this.compare())
    })
  }

  /** How often a comparison found a difference. Nought, or something is wrong. */
  get desyncs(): number {
    return this.#desyncs
  }

  #startOver(): void {
    this.#position = 0
    if (this.#isLinked) void this.#enqueue('startOver', () => this.#takeSnapshot())
  }

  async #takeNear(items: Parameters<typeof planNear>[0]): Promise<void> {
    const heldOf = await this.#held.knownOf(items.map((item) => item.conversationId))
    const plan = planNear(items, heldOf)
    await this.#held.write(plan.changes)
    for (const gap of plan.gaps) await this.#fill(gap.conversationId, gap.after)
  }

  /** Asks for the events after `after`; the hub answers with them, or with the conversation as it is now. */
  async #fill(conversationId: ConversationId, after: number): Promise<void> {
    const reply = await this.#hub.ask({ kind: 'conversation.catchUp', conversationId, after })
    if (!reply.ok) {
      if (reply.refusal.code === 'NOT_FOUND') await this.#held.write({ gone: [conversationId] })
      else await this.#refetch('catchUp', [conversationId])
      return
    }
    if (reply.value.kind === 'view') return this.#takeView(reply.value.view)
    const held = await this.#held.known(conversationId)
    const plan = planNear(reply.value.items, () => held)
    await this.#held.write(plan.changes)
    if (plan.gaps.length > 0) await this.#refetch('catchUp', [conversationId])
  }

  /** The way out when something of a conversation cannot be read or does not fit: recorded, fetched whole, and on. */
  async #refetch(packet: string, ids: readonly (ConversationId | null)[]): Promise<void> {
    for (const conversationId of new Set(ids)) {
      this.#ports.report({ kind: 'brokenPacket', packet, conversationId })
      if (conversationId === null) continue
      const reply = await this.#hub.ask({ kind: 'conversation.open', conversationId })
      if (reply.ok) await this.#takeView(reply.value)
      else if (reply.refusal.code === 'NOT_FOUND') await this.#held.write({ gone: [conversationId] })
      if (!this.#ports.opened().includes(conversationId))
        await this.#hub.ask({ kind: 'conversation.leave', conversationId })
    }
  }

  async #takeView(view: ConversationView): Promise<void> {
    const held = await this.#held.known(view.row.id)
    await this.#held.write(planView(view, held))
    const isReplaced = held !== null && held.seq < view.row.seq && view.hasOlder
    if (isReplaced && this.#ports.opened().includes(view.row.id)) this.#ports.emit({ kind: 'reloaded' })
  }

  async #takeNotice(notice: Notice): Promise<void> {
    switch (notice.kind) {
      case 'account.changed':
        await this.#held.writeCompany({ account: notice.account })
        return this.#ports.emit({ kind: 'reloaded' })
      case 'operators.changed':
        return this.#held.writeCompany({ operators: notice.operators, groups: notice.groups })
      case 'channels.changed':
        return this.#held.writeCompany({ channels: notice.channels })
      case 'settings.changed':
        return this.#held.writeCompany({ settings: notice.settings })
      case 'contact.changed':
        await this.#held.write({ contacts: [notice.contact] })
        return this.#ports.emit({ kind: 'contact', contact: notice.contact, conversations: notice.conversations })
      case 'mark.changed':
        return this.#held.write({ marks: [notice.mark] })
      case 'conversation.near':
        return this.#takeView(notice.view)
      case 'typing':
      case 'viewing':
      case 'visit':
      case 'login.changed':
      case 'alarm':
        return this.#ports.emit({ kind: 'notice', notice })
      default:
        return assertNever(notice)
    }
  }

  async #stampCursor(): Promise<void> {
    const cursor = await this.#ports.cache.cursor()
    if (cursor !== null) await this.#ports.cache.write({ cursor: { ...cursor, at: this.#ports.clock.now() } })
  }
}
