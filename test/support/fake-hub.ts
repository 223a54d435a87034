import type { Transport } from '#client/transport'
import type { Command } from '#protocol/commands'
import type { Refusal } from '#protocol/errors'
import type { ConversationView, FarPacket, NearItem, Notice } from '#protocol/events'
import { type ConversationId, type OperatorId, Seq } from '#protocol/ids'
import type { Entry, MessageEntry } from '#protocol/message'
import type { Account, Operator } from '#protocol/operator'
import { relationTo } from '#protocol/permissions'
import type { Query } from '#protocol/queries'
import { anOperator, demoChannels, demoGroups, demoSettings } from './demo-people'
import { aContactMessage, aNote, aReply, aSystemEntry } from './entries'
import { type Answer, FakeDevice, no } from './fake-device'
import { HubModel, type Logged } from './hub-model'

/**
 * A hub in memory that speaks the protocol over transports of its own: what happens is told by method (`contactWrites`, `assign`...),
 * far packets leave on `flush`, and the network misbehaves on demand.
 */
export class FakeHub {
  readonly model = new HubModel()
  readonly devices = new Set<FakeDevice>()
  readonly typed: string[] = []
  /** Commands as they were taken, each id once. */
  readonly taken = new Map<string, { readonly command: Command; readonly answer: Answer }>()
  epoch = 'epoch-1'
  isAway = false
  handshakeRefusal: Refusal | null = null
  /** Commands are carried out and the line breaks before the answer. */
  losesAnswers = false
  /** Answers of these kinds, once each. */
  readonly refusals = new Map<string, Refusal[]>()
  readonly asked: string[] = []
  answersRaw: ((asked: unknown) => { readonly value: unknown } | null) | null = null
  /** The next packets of this kind are lost on the way. */
  readonly drops = { near: 0, far: 0 }

  now(): number {
    return this.model.tick()
  }

  addOperator(name: string, over: Partial<Operator> = {}): Account {
    return this.model.addOperator(anOperator(name, { name, load: 0, shared: 0, ...over }))
  }

  transport(account: Account): Transport {
    const device = new FakeDevice(this, account)
    this.devices.add(device)
    return device
  }

  refuseOnce(kind: string, said: Refusal): void {
    this.refusals.set(kind, [...(this.refusals.get(kind) ?? []), said])
  }

  /** The other way round than it was. */
  turn(what: 'isAway' | 'losesAnswers'): void {
    this[what] = !this[what]
  }

  /** Another store is in its place: caches start over at the next link. */
  restore(): void {
    this.epoch += '+'
    this.cut()
  }

  /** Every line is cut. */
  cut(said: Refusal | null = null): void {
    for (const device of [...this.devices]) device.cut(said)
  }

  bye(said: Refusal): void {
    for (const device of [...this.devices]) device.bye(said)
  }

  contactWrites(id: ConversationId, text: string): Entry {
    const { row } = this.model.kept(id)
    return this.#added(
      id,
      (seq, at) => aContactMessage(seq, { at, text }),
      (seq, at) => ({
        isOpen: true,
        closedAt: null,
        lastActivityAt: at,
        contactMessages: row.contactMessages + 1,
        unansweredSince: row.unansweredSince ?? at,
        lastMessage: lastMessage(seq, at, { kind: 'contact', name: null }, text),
      }),
    )
  }

  operatorWrites(
    id: ConversationId,
    operator: OperatorId,
    text: string,
    clientId: MessageEntry['clientId'] = null,
  ): Entry {
    return this.#added(
      id,
      (seq, at) => aReply(seq, operator, { at, text, clientId }),
      (seq, at) => ({
        lastActivityAt: at,
        unansweredSince: null,
        isAnswered: true,
        lastMessage: lastMessage(seq, at, { kind: 'operator', operatorId: operator }, text),
      }),
    )
  }

  noteIsAdded(
    id: ConversationId,
    operator: OperatorId,
    text: string,
    mentions: OperatorId[] = [],
    clientId: MessageEntry['clientId'] = null,
  ): Entry {
    return this.#added(
      id,
      (seq, at) => aNote(seq, operator, { at, text, mentions, clientId }),
      () => ({}),
    )
  }

  /** A receipt climbs on an entry: an event of its own. */
  isRead(id: ConversationId, seq: number): void {
    const entry = this.model.kept(id).entries.get(seq)
    if (entry?.kind !== 'message' || entry.delivery === null) return
    const delivery = { ...entry.delivery, status: 'read' as const }
    this.#happened(id, this.model.append(id, { entry: (changedSeq) => ({ ...entry, changedSeq, delivery }) }))
  }

  assign(id: ConversationId, to: OperatorId | null): void {
    const { row } = this.model.kept(id)
    const ref = to === null ? null : ({ kind: 'operator', id: to } as const)
    const event = {
      kind: 'assigned',
      from: row.assignee,
      to: ref,
      cause: 'assigned',
      by: null,
      groupId: null,
      decisionId: null,
      aboveLimit: false,
    } as const
    const change = { assignee: ref, assignVersion: row.assignVersion + 1 }
    this.#happened(id, this.model.append(id, { entry: (seq, at) => aSystemEntry(seq, event, { at }), change }))
  }

  observe(id: ConversationId, operator: OperatorId, isObserver: boolean): void {
    const { observers } = this.model.kept(id).row
    const others = observers.filter((one) => one !== operator)
    this.#happened(id, this.model.append(id, { change: { observers: isObserver ? [...others, operator] : others } }))
  }

  close(id: ConversationId): void {
    const { row } = this.model.kept(id)
    const event = { kind: 'closed', inquiry: row.inquiry, by: null } as const
    const at = this.model.tick()
    const change = { isOpen: false, closedAt: at, lastActivityAt: at }
    this.#happened(id, this.model.append(id, { entry: (seq) => aSystemEntry(seq, event, { at }), change }))
  }

  renameContact(id: ConversationId, name: string): void {
    const kept = this.model.kept(id)
    kept.contact = { ...kept.contact, name, version: kept.contact.version + 1 }
    this.#happened(id, this.model.append(id, { change: { contactName: name } }))
    for (const device of this.#near(id))
      this.notice(device, { kind: 'contact.changed', contact: kept.contact, conversations: [id] })
  }

  /** Far packets leave: one for each device, of what it may see. */
  flush(): void {
    for (const device of this.devices) this.#flush(device)
  }

  notice(device: FakeDevice, notice: Notice): void {
    device.push('notice', notice)
  }

  /** A packet as it is, to whoever is linked. */
  push(kind: 'near' | 'far' | 'notice', packet: unknown): void {
    for (const device of this.devices) device.push(kind, packet)
  }

  command(device: FakeDevice, envelope: { id: string; command: unknown }): Answer {
    const command = envelope.command as Command
    this.asked.push(command.kind)
    const said = this.refusals.get(command.kind)?.shift()
    if (said !== undefined) return { ok: false, refusal: said }
    const known = this.taken.get(envelope.id)
    if (known !== undefined) return known.answer
    const answer = this.#carryOut(device, envelope.id, command)
    this.taken.set(envelope.id, { command, answer })
    return answer
  }

  query(device: FakeDevice, query: Query): Answer {
    this.asked.push(query.kind)
    const said = this.refusals.get(query.kind)?.shift()
    if (said !== undefined) return { ok: false, refusal: said }
    return this.#answer(device, query)
  }

  #added(
    id: ConversationId,
    entry: (seq: number, at: number) => Entry,
    change: (seq: number, at: number) => Parameters<HubModel['append']>[1]['change'] & object,
  ): Entry {
    const at = this.model.tick()
    const seq = this.model.kept(id).row.seq + 1
    const made = entry(seq, at)
    this.#happened(id, this.model.append(id, { entry: () => made, change: change(seq, at) }))
    return made
  }

  #isNear(device: FakeDevice, id: ConversationId, parts: Parameters<typeof relationTo>[0]): boolean {
    return (
      this.model.sees(device.account, parts) &&
      (device.opened.has(id) || relationTo(parts, device.account.id) !== 'none')
    )
  }

  #near(id: ConversationId): FakeDevice[] {
    const { row } = this.model.kept(id)
    return [...this.devices].filter((device) => device.isLinked && this.#isNear(device, id, row))
  }

  #happened(id: ConversationId, logged: Logged): void {
    const { row } = this.model.kept(id)
    for (const device of this.devices) {
      if (!device.isLinked) continue
      const { account } = device
      const saw = logged.before !== null && this.model.sees(account, logged.before)
      if (saw || this.model.sees(account, row)) device.touched.add(id)
      if (!this.#isNear(device, id, row)) continue
      const wasNear = logged.before !== null && this.#isNear(device, id, logged.before)
      if (!wasNear && logged.before !== null)
        this.notice(device, { kind: 'conversation.near', view: this.model.view(account, id) })
      else if (this.drops.near > 0) this.drops.near--
      else device.push('near', { items: [{ ...logged.item, row }] })
    }
  }

  #flush(device: FakeDevice): void {
    if (!device.isLinked || device.touched.size === 0) return
    const packet = this.#far(device, device.farPosition, device.touched)
    device.touched.clear()
    device.farPosition = packet.position
    if (this.drops.far > 0) this.drops.far--
    else device.push('far', packet)
  }

  #far(device: FakeDevice, after: number, ids: Iterable<ConversationId>): FarPacket {
    const rows = [...ids].map((id) => this.model.kept(id).row)
    const isVisible = (row: (typeof rows)[number]) => this.model.sees(device.account, row)
    return {
      after,
      position: this.model.position,
      rows: rows.filter(isVisible),
      gone: rows.filter((row) => !isVisible(row)).map((row) => row.id),
      counts: this.model.totals(device.account),
      operators: this.model.roster(),
    }
  }

  #company(account: Account) {
    const operators = this.model.roster()
    return { account, operators, groups: [...demoGroups], channels: [...demoChannels], settings: demoSettings }
  }

  #snapshot(device: FakeDevice): Answer {
    const { account } = device
    const rows = this.model.topRows(account)
    const own = this.model.section(account, 'mine')
    return {
      ok: true,
      value: {
        ...this.#company(account),
        epoch: this.epoch,
        position: this.model.position,
        hubAt: this.now(),
        counts: this.model.totals(account),
        rows,
        marks: this.model.marksOf(account, rows),
        views: own.map((row) => this.model.view(account, row.id)),
      },
    }
  }

  #resume(device: FakeDevice, query: Extract<Query, { kind: 'feed.resume' }>): Answer {
    const { account } = device
    if (query.epoch !== this.epoch) return { ok: true, value: { kind: 'snapshotRequired', reason: 'epoch' } }
    for (const id of query.open) if (this.#visible(account, id)) device.opened.add(id)
    const missed = this.model.log.slice(query.cursor)
    const relevant = missed.filter(
      ({ before, after }) => this.model.sees(account, after) || (before !== null && this.model.sees(account, before)),
    )
    const ids = new Set(relevant.map(({ item }) => item.conversationId))
    const became = [...ids].filter((id) => this.#becameNear(device, id, missed))
    const near = missed
      .map(({ item }): NearItem => ({ ...item, row: this.model.kept(item.conversationId).row }))
      .filter((item) => this.#isNear(device, item.conversationId, item.row) && !became.includes(item.conversationId))
    const views: ConversationView[] = became.map((id) => this.model.view(account, id))
    const visible = [...ids].map((id) => this.model.kept(id).row).filter((row) => this.model.sees(account, row))
    const far = this.#far(device, query.cursor, ids)
    return {
      ok: true,
      value: {
        kind: 'events',
        far,
        near,
        views,
        marks: this.model.marksOf(account, visible),
        ...this.#company(account),
      },
    }
  }

  /** It is near now, and was not when the missed part began. */
  #becameNear(device: FakeDevice, id: ConversationId, missed: readonly Logged[]): boolean {
    const first = missed.find((one) => one.item.conversationId === id)
    const { row } = this.model.kept(id)
    if (first === undefined || first.before === null || !this.#isNear(device, id, row)) return false
    return missed.some(
      (one) => one.item.conversationId === id && one.before !== null && !this.#isNear(device, id, one.before),
    )
  }

  #visible(account: Account, id: ConversationId): boolean {
    return this.model.conversations.has(id) && this.model.sees(account, this.model.kept(id).row)
  }

  #answer(device: FakeDevice, query: Query): Answer {
    const { account } = device
    if ('conversationId' in query && !this.#visible(account, query.conversationId)) return no('NOT_FOUND')
    switch (query.kind) {
      case 'feed.snapshot':
        return this.#snapshot(device)
      case 'feed.resume':
        return this.#resume(device, query)
      case 'feed.compare':
        return {
          ok: true,
          value: {
            isEqual: query.rows.every(
              ({ id, version }) => this.#visible(account, id) && this.model.kept(id).row.version === version,
            ),
          },
        }
      case 'conversations.list':
        return { ok: true, value: this.model.page(account, query.section, query.after, query.limit) }
      case 'conversation.open':
        device.opened.add(query.conversationId)
        return { ok: true, value: this.model.view(account, query.conversationId) }
      case 'conversation.leave':
        device.opened.delete(query.conversationId)
        return { ok: true, value: {} }
      case 'conversation.history': {
        const older = this.model.entries(query.conversationId).filter((entry) => entry.seq < query.before)
        return { ok: true, value: { entries: older.slice(-query.limit), hasOlder: older.length > query.limit } }
      }
      case 'conversation.catchUp':
        return { ok: true, value: this.#catchUp(account, query.conversationId, query.after) }
      default:
        return no('BAD_REQUEST')
    }
  }

  /** The hub may answer with the events or, when they are many, with the conversation as it is. */
  #catchUp(account: Account, id: ConversationId, after: number) {
    const { row } = this.model.kept(id)
    const items = this.model.log.filter(({ item }) => item.conversationId === id && item.seq > after)
    if (items.length > 20) return { kind: 'view', view: this.model.view(account, id) }
    return { kind: 'items', items: items.map(({ item }) => ({ ...item, row })) }
  }

  #carryOut(device: FakeDevice, id: string, command: Command): Answer {
    const { account } = device
    const done = (value: unknown = {}): Answer => ({ ok: true, value, position: this.model.position })
    if ('conversationId' in command && !this.#visible(account, command.conversationId)) return no('NOT_FOUND')
    switch (command.kind) {
      case 'message.send':
        return done({
          seq: this.operatorWrites(command.conversationId, account.id, command.text, id as MessageEntry['clientId'])
            .seq,
        })
      case 'note.add':
        return done({
          seq: this.noteIsAdded(
            command.conversationId,
            account.id,
            command.text,
            command.mentions,
            id as MessageEntry['clientId'],
          ).seq,
        })
      case 'conversation.take':
        this.assign(command.conversationId, account.id)
        return done()
      case 'conversation.read': {
        const { row } = this.model.kept(command.conversationId)
        const mark = { conversationId: row.id, seq: command.seq, contactMessages: row.contactMessages }
        this.model.marks.set(`${account.id} ${row.id}`, mark)
        for (const other of this.devices)
          if (other.account.id === account.id) this.notice(other, { kind: 'mark.changed', mark })
        return done()
      }
      case 'session.leave':
      case 'device.sleep':
      case 'presence.set':
        return done()
      default:
        return no('BAD_REQUEST')
    }
  }
}

const lastMessage = (seq: number, at: number, author: MessageEntry['author'], text: string) => ({
  seq: Seq.parse(seq),
  at,
  author,
  preview: text.slice(0, 160),
  attachment: null,
  delivery: null,
})
