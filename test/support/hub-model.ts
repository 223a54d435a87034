import type { Contact } from '#protocol/contact'
import {
  type ConversationRow,
  type ReadMark,
  type Section,
  sectionOf,
  sections,
  type TotalCounts,
} from '#protocol/conversation'
import type { ConversationEvent, ConversationView, NearItem } from '#protocol/events'
import type { ChannelId } from '#protocol/ids'
import { ChannelId as ChannelIds, ContactId, ConversationId, type OperatorId } from '#protocol/ids'
import { compareListKeys, compareRows, listKey } from '#protocol/list-order'
import type { Entry } from '#protocol/message'
import type { Account, Operator } from '#protocol/operator'
import { type Actor, canSee, type Parts, relationTo } from '#protocol/permissions'
import type { ListCursor } from '#protocol/queries'

/** An event as the log of the model keeps it, with who had a part before and after. */
export interface Logged {
  readonly item: Omit<NearItem, 'row'>
  readonly before: Parts | null
  readonly after: Parts
}

interface Kept {
  row: ConversationRow
  contact: Contact
  readonly entries: Map<number, Entry>
}

const shop: ChannelId = ChannelIds.parse('ch-web')
const entriesInView = 50

const actorOf = (account: Account): Actor => ({ ...account, isActive: true })

/** What a hub knows, in memory and without rules of its own: tests say what happens, the model numbers it and remembers. */
export class HubModel {
  readonly conversations = new Map<ConversationId, Kept>()
  readonly accounts = new Map<OperatorId, Account>()
  readonly operators = new Map<OperatorId, Operator>()
  readonly marks = new Map<string, ReadMark>()
  readonly log: Logged[] = []
  #now: number

  constructor(now = Date.UTC(2026, 10, 20, 9)) {
    this.#now = now
  }

  get position(): number {
    return this.log.length
  }

  addOperator(operator: Operator): Account {
    const { id, name, role } = operator
    const account: Account = { id, login: id, name, role, canSupervise: false, mayExceedLimit: false }
    this.accounts.set(id, account)
    this.operators.set(id, operator)
    return account
  }

  /** A moment later than everything before. */
  tick(): number {
    this.#now += 1000
    return this.#now
  }

  /** A new conversation without a word in it yet; its first event is up to the test. */
  openConversation(name: string): ConversationId {
    const id = ConversationId.parse(name)
    const at = this.tick()
    const contact = aContactOf(name, at)
    this.conversations.set(id, { row: aRowOf(id, contact, at), contact, entries: new Map() })
    return id
  }

  kept(id: ConversationId): Kept {
    const kept = this.conversations.get(id)
    if (kept === undefined) throw new Error(`the model knows no conversation ${id}`)
    return kept
  }

  /** Appends one event: an entry new or changed, or only the row. Everything else of the row follows from `change`. */
  append(
    id: ConversationId,
    what: { entry?: (seq: number, at: number) => Entry; change?: Partial<ConversationRow> },
  ): Logged {
    const kept = this.kept(id)
    const at = this.tick()
    const seq = kept.row.seq + 1
    const entry = what.entry?.(seq, at)
    const event: ConversationEvent =
      entry === undefined
        ? { kind: 'conversation.changed' }
        : { kind: entry.seq === seq ? 'entry.added' : 'entry.changed', entry }
    const before = seq === 1 ? null : partsOf(kept.row)
    if (entry !== undefined) kept.entries.set(entry.seq, entry)
    const position = this.log.length + 1
    const { version } = kept.row
    kept.row = { ...kept.row, ...what.change, seq, position, version: version + 1 }
    const logged = { item: { conversationId: id, seq, position, event }, before, after: partsOf(kept.row) }
    this.log.push(logged)
    return logged
  }

  sees(account: Account, parts: Parts): boolean {
    return canSee(actorOf(account), parts)
  }

  visibleRows(account: Account): readonly ConversationRow[] {
    return [...this.conversations.values()]
      .map((kept) => kept.row)
      .filter((row) => row.seq > 0 && this.sees(account, row))
      .sort(compareRows)
  }

  section(account: Account, section: Section): readonly ConversationRow[] {
    return this.visibleRows(account).filter((row) => sectionOf(row, account.id) === section)
  }

  page(account: Account, section: Section, after: ListCursor | null, limit: number) {
    const list = this.section(account, section).filter(
      (row) => after === null || compareListKeys(listKey(row), after) > 0,
    )
    const rows = list.slice(0, limit)
    const last = rows.at(-1)
    const next = list.length > limit && last !== undefined ? listKey(last) : null
    return { rows, marks: this.marksOf(account, rows), next }
  }

  marksOf(account: Account, rows: readonly ConversationRow[]): ReadMark[] {
    return rows.flatMap((row) => this.marks.get(`${account.id} ${row.id}`) ?? [])
  }

  entries(id: ConversationId): Entry[] {
    return [...this.kept(id).entries.values()].sort((a, b) => a.seq - b.seq)
  }

  view(account: Account, id: ConversationId): ConversationView {
    const { row, contact } = this.kept(id)
    const entries = this.entries(id)
    return {
      row,
      contact,
      entries: entries.slice(-entriesInView),
      hasOlder: entries.length > entriesInView,
      mark: this.marks.get(`${account.id} ${id}`) ?? null,
    }
  }

  totals(account: Account): TotalCounts {
    const rows = this.visibleRows(account)
    const open = rows.filter((row) => row.isOpen)
    const unassigned = open.filter((row) => row.assignee === null)
    const assigned = open.filter((row) => row.assignee !== null)
    const longest = (list: readonly ConversationRow[]) =>
      list.reduce<number | null>(
        (least, { unansweredSince: at }) => (at === null ? least : Math.min(least ?? at, at)),
        null,
      )
    return {
      unassigned: unassigned.length,
      assigned: assigned.length,
      closed: rows.length - open.length,
      unassignedWaitingSince: longest(unassigned),
      assignedWaitingSince: longest(assigned),
    }
  }

  /** Operators with loads as the rows say. */
  roster(): Operator[] {
    const rows = [...this.conversations.values()].map((kept) => kept.row).filter((row) => row.isOpen)
    return [...this.operators.values()].map((operator) => ({
      ...operator,
      load: rows.filter((row) => relationTo(row, operator.id) === 'assignee').length,
      shared: rows.filter((row) => relationTo(row, operator.id) === 'coAssignee').length,
    }))
  }

  topRows(account: Account): ConversationRow[] {
    return sections.flatMap((section) => this.section(account, section).slice(0, 100))
  }
}

const partsOf = ({ assignee, coAssignees, observers }: Parts): Parts => ({ assignee, coAssignees, observers })

function aContactOf(name: string, at: number): Contact {
  return {
    id: ContactId.parse(`contact-${name}`),
    version: 1,
    name: `Клиент ${name}`,
    phone: null,
    email: null,
    comment: null,
    picture: null,
    createdAt: at,
    inquiries: 1,
    identities: [],
  }
}

function aRowOf(id: ConversationId, contact: Contact, at: number): ConversationRow {
  return {
    id,
    channelId: shop,
    contactId: contact.id,
    contactName: contact.name,
    contactPicture: null,
    isGroup: false,
    place: null,
    isOpen: true,
    priority: 'normal',
    inquiry: 1,
    openedAt: at,
    openedBy: 'contact',
    closedAt: null,
    assignee: null,
    assignedAt: null,
    groupId: null,
    coAssignees: [],
    observers: [],
    waitingSince: null,
    unansweredSince: null,
    isAnswered: false,
    lastActivityAt: at,
    lastMessage: null,
    contactMessages: 0,
    contactMessagesBefore: 0,
    isBlocked: false,
    repliesUntil: null,
    seq: 0,
    position: 0,
    version: 0,
    assignVersion: 0,
  }
}
