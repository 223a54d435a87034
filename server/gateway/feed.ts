import type { ConversationView, FarPacket, NearItem, NearPacket, Notice } from '#protocol/events'
import type { ConversationId, OperatorId, Position } from '#protocol/ids'
import type { Change } from '../conversations/announcer'
import { FarFeed } from './far-feed'
import { MadeConversations } from './made-conversations'
import type { Company, GatewayLog, GatewayTimers, ReadStore } from './ports'
import { viewerOf } from './ports'
import { gained, hideLoad, lost, operatorFor, partsOf, rooms } from './sight'
import type { Totals } from './totals'
import { viewOf } from './views'

const coalesceMs = 250
/** Nobody reads so many rows: beyond these the next packet waits longer, for rows change again and are sent once. */
const rowsAtOnce = 200
const longestCoalesceMs = 1000
const itemsPerPacket = 500

/** The socket server as the feed needs it: whoever is in one of the rooms gets the packet once. */
export interface Broadcast {
  has(room: string): boolean
  near(to: readonly string[], packet: NearPacket): void
  far(to: readonly string[], packet: FarPacket): void
  notice(to: readonly string[], notice: Notice): void
  /** The same, to those among them who see everything. */
  noticeToStaff(to: readonly string[], notice: Notice): void
  /** Takes an operator's devices out of a conversation they have open. */
  leave(operatorId: OperatorId, conversationId: ConversationId): void
}

export interface FeedPorts {
  readonly broadcast: Broadcast
  readonly company: Company
  readonly totals: Totals
  readonly store: ReadStore
  readonly timers: GatewayTimers
  readonly log: GatewayLog
}

/**
 * Sends what was committed. Near: every event of a conversation, at once, to those with a part in it and the devices that have it
 * open. Far: rows and counts, coalesced, one packet for everybody who sees everything and one for each restricted operator.
 * Who may see is decided here, at emission, from the parts the event left behind.
 */
export class Feed {
  readonly #ports: FeedPorts
  readonly #staff: FarFeed
  /** Packets of the staff's on their way, in their order. */
  readonly #leaving: FarPacket[] = []
  #isLeaving = false
  readonly #restricted = new Map<OperatorId, FarFeed>()
  /** Views on their way, with the items that follow them. */
  readonly #views = new Map<string, NearItem[]>()
  /** Operators as restricted colleagues last saw them. */
  readonly #shown = new Map<OperatorId, string | undefined>()
  #position: Position
  #isScheduled = false
  #pauseMs = coalesceMs

  constructor(ports: FeedPorts) {
    this.#ports = ports
    this.#position = ports.store.position()
    this.#staff = new FarFeed(this.#position)
  }

  /** Committed changes, in the order of their positions. */
  changed(changes: readonly Change[]): void {
    const near = new Map<string, { readonly to: readonly string[]; readonly items: NearItem[] }>()
    const becameNear = new Map<OperatorId, Set<ConversationId>>()
    const made = new MadeConversations()
    for (const change of changes) {
      const { row } = change.item
      made.add(change)
      this.#position = Math.max(this.#position, change.item.position)
      this.#ports.totals.changed(row, change.before === null && change.item.seq === 1)
      this.#far(change)
      for (const id of lost(change.before, row)) becameNear.get(id)?.delete(row.id)
      for (const id of nearFrom(change)) add(becameNear, id, row.id)
      this.#near(change.item, becameNear, near)
    }
    for (const { to, items } of near.values())
      for (let start = 0; start < items.length; start += itemsPerPacket)
        this.#ports.broadcast.near(to, { items: items.slice(start, start + itemsPerPacket) })
    for (const [operatorId, ids] of becameNear) {
      const unknown = this.#showMade(operatorId, ids, made)
      if (unknown.length > 0) this.#bringNear(operatorId, unknown)
    }
    this.#schedule()
  }

  /** Presence, load or limit of these operators. A colleague's load is nothing a restricted operator hears of, not even by its timing. */
  operatorsChanged(ids: readonly OperatorId[]): void {
    for (const id of ids) {
      this.#staff.operator(id)
      this.#restricted.get(id)?.operator(id)
      const operator = this.#ports.company.operator(id)
      const shown = JSON.stringify(operator && hideLoad(operator))
      if (this.#shown.get(id) === shown) continue
      this.#shown.set(id, shown)
      for (const feed of this.#restricted.values()) feed.operator(id)
    }
    this.#schedule()
  }

  /** A restricted operator has a device: his own feed begins. */
  attend(operatorId: OperatorId): void {
    if (!this.#restricted.has(operatorId)) this.#restricted.set(operatorId, new FarFeed(this.#position))
  }

  /** His last device is gone. */
  abandon(operatorId: OperatorId): void {
    this.#restricted.delete(operatorId)
  }

  /** Sends what waits now; otherwise it goes 250 ms after the first of it, up to a second under load. */
  flush(): void {
    this.#isScheduled = false
    const { broadcast, company, totals } = this.#ports
    this.#pauseMs = Math.min(longestCoalesceMs, coalesceMs * Math.ceil(Math.max(1, this.#staff.size / rowsAtOnce)))
    if (!broadcast.has(rooms.staff)) this.#staff.drop(this.#position)
    else if (!this.#staff.isEmpty) {
      const counts = this.#staff.needsCounts ? totals.counts() : null
      this.#leaving.push(...this.#staff.take(this.#position, (id) => company.operator(id), counts))
      if (!this.#isLeaving) this.#sendNext()
    }
    for (const [operatorId, feed] of this.#restricted) if (!feed.isEmpty) void this.#flushRestricted(operatorId, feed)
  }

  /** One packet at a time, with room for other work between them: a thousand rows at once would hold up every message that comes meanwhile. */
  #sendNext(): void {
    const packet = this.#leaving.shift()
    this.#isLeaving = packet !== undefined && this.#leaving.length > 0
    if (packet !== undefined) this.#ports.broadcast.far([rooms.staff], packet)
    if (this.#isLeaving) this.#ports.timers.after(0, () => this.#sendNext())
  }

  async #flushRestricted(operatorId: OperatorId, feed: FarFeed): Promise<void> {
    const { broadcast, company, store, log } = this.#ports
    const viewer = { operatorId, seesAll: false }
    try {
      const counts = feed.needsCounts ? await store.snapshot((reads) => reads.totals(viewer)) : null
      if (feed.isEmpty) return
      const operatorOf = (id: OperatorId) => {
        const operator = company.operator(id)
        return operator && operatorFor(viewer, operator)
      }
      for (const packet of feed.take(this.#position, operatorOf, counts))
        broadcast.far([rooms.operator(operatorId)], packet)
    } catch (error) {
      // What waited is still waiting: the next change sends it.
      log.error('feed.failed', { operatorId }, error)
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#ports.timers.after(this.#pauseMs, () => this.flush())
  }

  #far({ item: { row }, before }: Change): void {
    this.#staff.row(row)
    for (const id of partsOf(row)) this.#restricted.get(id)?.row(row)
    for (const id of lost(before, row)) {
      this.#views.delete(viewKey(id, row.id))
      const feed = this.#restricted.get(id)
      if (feed === undefined) continue
      feed.gone(row.id)
      this.#ports.broadcast.leave(id, row.id)
      void this.#flushRestricted(id, feed)
    }
  }

  /** Groups the items by who gets them. Whoever waits for a view of the conversation gets them after it. */
  #near(
    item: NearItem,
    becameNear: ReadonlyMap<OperatorId, ReadonlySet<ConversationId>>,
    near: Map<string, { readonly to: readonly string[]; readonly items: NearItem[] }>,
  ): void {
    const { broadcast } = this.#ports
    const to: string[] = []
    const opened = rooms.opened(item.row.id)
    if (broadcast.has(opened)) to.push(opened)
    for (const id of partsOf(item.row)) {
      const waiting = this.#views.get(viewKey(id, item.row.id))
      if (waiting !== undefined) waiting.push(item)
      else if (!becameNear.get(id)?.has(item.row.id) && broadcast.has(rooms.operator(id))) to.push(rooms.operator(id))
    }
    if (to.length === 0) return
    const key = to.join(' ')
    const known = near.get(key)
    if (known === undefined) near.set(key, { to, items: [item] })
    else known.items.push(item)
  }

  /** Sends those of the conversations that were made just now; gives the others. */
  #showMade(operatorId: OperatorId, ids: ReadonlySet<ConversationId>, made: MadeConversations): ConversationId[] {
    const { broadcast, company } = this.#ports
    const actor = company.actor(operatorId)
    if (actor === undefined || !viewerOf(actor).seesAll) return [...ids]
    const to = [rooms.operator(operatorId)]
    return [...ids].filter((id) => {
      const view = made.view(id)
      if (view !== undefined) broadcast.notice(to, { kind: 'conversation.near', view })
      return view === undefined
    })
  }

  /** Sends conversations that became near whole, then what happened while they were read. */
  #bringNear(operatorId: OperatorId, ids: readonly ConversationId[]): void {
    const { broadcast, company, store, log } = this.#ports
    const actor = company.actor(operatorId)
    if (actor === undefined || !broadcast.has(rooms.operator(operatorId))) return
    const asked = ids.map((id) => ({ id, key: viewKey(operatorId, id), waiting: [] as NearItem[] }))
    for (const { key, waiting } of asked) this.#views.set(key, waiting)
    const read = store.snapshot(async (reads) => {
      const views = new Map<ConversationId, ConversationView | undefined>()
      for (const { id } of asked) views.set(id, await viewOf(reads, viewerOf(actor), id))
      return views
    })
    read
      .then((views) => {
        for (const { id, key, waiting } of asked)
          if (this.#views.get(key) === waiting) this.#sendView(operatorId, key, views.get(id), waiting)
      })
      .catch((error: unknown) => {
        for (const { key, waiting } of asked) if (this.#views.get(key) === waiting) this.#views.delete(key)
        log.error('feed.viewFailed', { operatorId, conversations: ids.length }, error)
      })
  }

  #sendView(
    operatorId: OperatorId,
    key: string,
    view: ConversationView | undefined,
    waiting: readonly NearItem[],
  ): void {
    this.#views.delete(key)
    if (view === undefined) return
    const to = [rooms.operator(operatorId)]
    this.#ports.broadcast.notice(to, { kind: 'conversation.near', view })
    const items = waiting.filter((item) => item.seq > view.row.seq)
    if (items.length > 0) this.#ports.broadcast.near(to, { items })
  }
}

/** Who has to be given the whole conversation: who gains a part, and everybody with one when it is opened again. */
const nearFrom = ({ item: { event, row }, before }: Change): readonly OperatorId[] => {
  const isReopened =
    event.kind === 'entry.added' && event.entry.kind === 'system' && event.entry.event.kind === 'reopened'
  return isReopened ? partsOf(row) : gained(before, row)
}

const viewKey = (operatorId: OperatorId, conversationId: ConversationId) => `${operatorId} ${conversationId}`

function add<Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const known = sets.get(key)
  if (known === undefined) sets.set(key, new Set([value]))
  else known.add(value)
}
