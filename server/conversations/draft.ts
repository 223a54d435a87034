import type { Contact } from '#protocol/contact'
import type { ConversationRow } from '#protocol/conversation'
import type { ConversationEvent, NearItem } from '#protocol/events'
import type { ChannelId, ConversationId, Position, Seq } from '#protocol/ids'
import type { Entry, MessageEntry, NoteEntry, SystemEvent } from '#protocol/message'
import type { Parts } from '#protocol/permissions'
import type { Change } from './announcer'
import type { ConversationFacts, StreamLine } from './facts'
import { lastMessageOf } from './last-message'

type RowChange = Partial<Omit<ConversationRow, 'id' | 'seq' | 'position' | 'version' | 'lastMessage'>>
type HiddenChange = Partial<Omit<ConversationFacts, 'row'>>

type Mutable<Facts> = { -readonly [Key in keyof Facts]: Facts[Key] }

/** Written out, as is `copyOfRow`: a spread of objects from several places takes Node 20 microseconds, and this runs for every message. */
const copied = (facts: ConversationFacts, changes: Partial<ConversationFacts>): ConversationFacts =>
  Object.assign(
    {
      row: facts.row,
      externalChat: facts.externalChat,
      lastHumanAssignee: facts.lastHumanAssignee,
      returnsTo: facts.returnsTo,
      releasedBy: facts.releasedBy,
      moves: facts.moves,
      restsUntil: facts.restsUntil,
      ofGroup: facts.ofGroup,
      answerBy: facts.answerBy,
      lapsed: facts.lapsed,
    } satisfies ConversationFacts,
    changes,
  )

const copyOfRow = (row: ConversationRow): Mutable<ConversationRow> => ({
  id: row.id,
  channelId: row.channelId,
  contactId: row.contactId,
  contactName: row.contactName,
  contactPicture: row.contactPicture,
  isGroup: row.isGroup,
  place: row.place,
  isOpen: row.isOpen,
  priority: row.priority,
  inquiry: row.inquiry,
  openedAt: row.openedAt,
  openedBy: row.openedBy,
  closedAt: row.closedAt,
  assignee: row.assignee,
  assignedAt: row.assignedAt,
  groupId: row.groupId,
  coAssignees: row.coAssignees,
  observers: row.observers,
  waitingSince: row.waitingSince,
  unansweredSince: row.unansweredSince,
  isAnswered: row.isAnswered,
  lastActivityAt: row.lastActivityAt,
  lastMessage: row.lastMessage,
  contactMessages: row.contactMessages,
  contactMessagesBefore: row.contactMessagesBefore,
  isBlocked: row.isBlocked,
  repliesUntil: row.repliesUntil,
  seq: row.seq,
  position: row.position,
  version: row.version,
  assignVersion: row.assignVersion,
})

/**
 * A conversation while a transaction changes it: the facts as they will stand and the events it gains, each with the next `seq`.
 * Written to the store once, when the work is flushed. Facts that were handed out never change: the next change begins a copy.
 */
export class ConversationDraft {
  readonly #contact: Contact | null
  #stored: ConversationFacts | null
  #facts: ConversationFacts | null
  #hidden: ConversationFacts
  #row: Mutable<ConversationRow>
  #isShared = true
  #lines: StreamLine[] = []
  #isChanged = false

  /** `stored` is null for a conversation that does not exist yet; then its contact is named too. */
  constructor(stored: ConversationFacts | null, facts: ConversationFacts, contact: Contact | null = null) {
    this.#contact = contact
    this.#stored = stored
    this.#facts = facts
    this.#hidden = facts
    this.#row = facts.row
  }

  get id(): ConversationId {
    return this.#row.id
  }

  /** As it stands now, to be looked at: a later change may be made in place. `facts` last. */
  get row(): ConversationRow {
    return this.#row
  }

  get facts(): ConversationFacts {
    this.#facts ??= copied(this.#hidden, { row: this.#row })
    this.#isShared = true
    return this.#facts
  }

  isChat(channelId: ChannelId, externalChat: string): boolean {
    return this.#hidden.externalChat === externalChat && this.#row.channelId === channelId
  }

  /** As it stands in the store; null when this transaction made it. */
  get stored(): ConversationFacts | null {
    return this.#stored
  }

  get isDirty(): boolean {
    return this.#isChanged || this.#lines.length > 0
  }

  change(row: RowChange): void {
    Object.assign(this.#own(), row)
    this.#isChanged = true
  }

  hide(hidden: HiddenChange): void {
    this.#hidden = copied(this.#hidden, hidden)
    this.#facts = null
    this.#isChanged = true
  }

  /** The row of this draft alone, to be changed in place. */
  #own(): Mutable<ConversationRow> {
    if (this.#isShared) this.#row = copyOfRow(this.#row)
    this.#isShared = false
    this.#facts = null
    return this.#row
  }

  /** The `seq` the next event will get. */
  get nextSeq(): Seq {
    return this.#row.seq + 1
  }

  /** `externalId`: the messenger's id, when it came from there. */
  addMessage(message: Omit<MessageEntry, 'seq' | 'changedSeq' | 'kind'>, externalId: string | null = null): Seq {
    const seq = this.nextSeq
    const entry: MessageEntry = { kind: 'message', seq, changedSeq: seq, ...message }
    this.#append({ kind: 'entry.added', seq, entry, externalId })
    this.#row.lastActivityAt = entry.at
    this.#row.lastMessage = lastMessageOf(entry)
    return seq
  }

  addNote(note: Omit<NoteEntry, 'seq' | 'changedSeq' | 'kind'>): Seq {
    const seq = this.nextSeq
    this.#append({ kind: 'entry.added', seq, entry: { kind: 'note', seq, changedSeq: seq, ...note }, externalId: null })
    return seq
  }

  addSystem(at: number, event: SystemEvent): Seq {
    const seq = this.nextSeq
    this.#append({
      kind: 'entry.added',
      seq,
      entry: { kind: 'system', seq, changedSeq: seq, at, event },
      externalId: null,
    })
    return seq
  }

  /** The entry reads otherwise now: a receipt, an edit, an attachment. */
  replaceEntry(entry: Entry): void {
    const seq = this.nextSeq
    const changed: Entry = { ...entry, changedSeq: seq }
    this.#append({ kind: 'entry.changed', seq, entry: changed })
    if (changed.kind === 'message' && this.#row.lastMessage?.seq === changed.seq)
      this.#row.lastMessage = lastMessageOf(changed)
  }

  /** Only the row changed, and others are to hear of it. */
  touch(): void {
    this.#append({ kind: 'conversation.changed', seq: this.nextSeq })
  }

  #append(line: StreamLine): void {
    this.#lines.push(line)
    this.#own().seq = line.seq
  }

  /** An entry this transaction has added or changed and not yet written. */
  unsavedEntry(seq: Seq): Entry | undefined {
    const line = this.#lines.findLast((one) => one.kind !== 'conversation.changed' && one.entry.seq === seq)
    return line === undefined || line.kind === 'conversation.changed' ? undefined : line.entry
  }

  /** Takes what has to be written; afterwards the draft is clean. A change that made no event gets one, so that others hear of it. */
  take(): { readonly before: ConversationFacts | null; readonly lines: readonly StreamLine[] } {
    if (this.#lines.length === 0) this.touch()
    const taken = { before: this.#stored, lines: this.#lines }
    this.#own().version++
    this.#lines = []
    this.#isChanged = false
    return taken
  }

  /** The events have their positions; what was taken is stored from now on. */
  saved(first: Position, lines: readonly StreamLine[]): readonly Change[] {
    const position = first + lines.length - 1
    const before: Parts | null = this.#stored?.row ?? null
    this.#own().position = position
    this.#stored = this.facts
    const { row } = this.#stored
    return lines.map((line, index): Change => {
      const item: NearItem = {
        conversationId: row.id,
        seq: line.seq,
        position: first + index,
        event: eventOf(line),
        row,
      }
      return { item, before, contact: this.#contact }
    })
  }
}

const eventOf = (line: StreamLine): ConversationEvent =>
  line.kind === 'conversation.changed' ? { kind: line.kind } : { kind: line.kind, entry: line.entry }
