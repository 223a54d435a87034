import { ContactId, type ConversationId, DecisionId, type OperatorId } from '#protocol/ids'
import type { SystemEvent } from '#protocol/message'
import { ConversationDraft } from '../conversations/draft'
import type { ConversationFacts, StreamLine } from '../conversations/facts'
import type { ContactStore, ConversationStore, InquiryStore, StreamStore } from '../conversations/ports'
import type {
  CompanyStore,
  DecisionStore,
  FullDistribution,
  OperatorsWork,
  PresenceStore,
  QueueStore,
  Staff,
} from '../operators/ports'
import type { MemoryRows } from './memory-rows'

/** What every transaction of a rehearsed company shares. */
export interface MemoryContext {
  readonly rows: MemoryRows
  readonly now: () => number
  readonly company: CompanyStore
  readonly staff: (effects: Effects) => Staff
  readonly distribution: (work: OperatorsWork) => FullDistribution
  /** A line of a conversation's stream was written. */
  readonly onLine: (facts: ConversationFacts, at: number, event: SystemEvent) => void
}

interface Effects {
  onUndone(effect: () => void): void
  afterCommit(effect: () => void): void
}

/** No use-case that a rehearsal runs asks for it. */
const absent = (): never => {
  throw new Error('a rehearsal has no such store')
}

const nothing = async (): Promise<void> => {}

/**
 * A transaction of the use-cases in memory: the same code as in the hub hands conversations out, and nothing is stored. What
 * a rehearsal does cannot fail half-way, so nothing is ever undone: a throw ends the rehearsal.
 */
export class MemoryWork implements OperatorsWork {
  readonly now: number
  readonly people: Staff
  readonly distribution: FullDistribution
  readonly #context: MemoryContext
  readonly #drafts = new Map<ConversationId, ConversationDraft>()
  readonly #effects: (() => void)[] = []
  /** What the conversation that is made next is called: as history calls it. */
  #nextId: string | null = null

  constructor(context: MemoryContext) {
    this.#context = context
    this.now = context.now()
    this.people = context.staff(this)
    this.distribution = context.distribution(this)
  }

  get conversations(): ConversationStore {
    const { rows } = this.#context
    return {
      byId: async (id) => rows.get(id),
      byChat: absent,
      ofContact: absent,
      countAssigned: async (id, onlyAwaiting, ofGroup) => rows.countAssigned(id, onlyAwaiting, ofGroup),
      insert: async (facts) => rows.save(facts),
      update: async (_before, after) => rows.save(after),
    }
  }

  get contacts(): ContactStore {
    return {
      byId: absent,
      byIdentity: async () => somebody,
      insert: nothing,
      addIdentity: nothing,
      renameIdentity: nothing,
      edit: absent,
      countInquiry: nothing,
      authorInGroup: absent,
      addAliases: absent,
      moveIdentity: absent,
      fillPhone: absent,
      asksPicture: absent,
      setPicture: absent,
    }
  }

  get inquiries(): InquiryStore {
    return { open: async () => 1, answered: nothing, close: nothing, rate: async () => false }
  }

  get queue(): QueueStore {
    const { rows } = this.#context
    return {
      page: async (after, limit) => rows.page(after, limit),
      assignedTo: async (operators: readonly OperatorId[]) => operators.flatMap((id) => rows.assignedTo(id)),
      awaited: async () => rows.open(),
      timed: async () => rows.open(),
      resting: async () =>
        rows.queue.flatMap(({ row, restsUntil }) => (restsUntil === null ? [] : [{ id: row.id, until: restsUntil }])),
    }
  }

  get decisions(): DecisionStore {
    return { addBasis: async () => rehearsed, addRows: nothing }
  }

  get presences(): PresenceStore {
    return { all: async () => [], save: nothing, note: nothing, started: nothing }
  }

  get company(): CompanyStore {
    return this.#context.company
  }

  get stream(): StreamStore {
    return absent()
  }

  get providerMessages(): never {
    return absent()
  }

  get deliveries(): never {
    return absent()
  }

  get inbound(): never {
    return absent()
  }

  get commands(): never {
    return absent()
  }

  get marks(): never {
    return absent()
  }

  get attachments(): never {
    return absent()
  }

  get templates(): never {
    return absent()
  }

  get links(): never {
    return absent()
  }

  get visits(): never {
    return absent()
  }

  async draft(id: ConversationId): Promise<ConversationDraft | undefined> {
    const open = this.#drafts.get(id)
    if (open !== undefined) return open
    const facts = this.#context.rows.get(id)
    if (facts === undefined) return undefined
    const draft = new ConversationDraft(facts, facts)
    this.#drafts.set(id, draft)
    return draft
  }

  async draftOfChat(): Promise<undefined> {
    return undefined
  }

  adopt(draft: ConversationDraft): void {
    this.#drafts.set(draft.id, draft)
  }

  /** Reading costs nothing here. */
  know(): void {}

  async flush(except?: ConversationDraft): Promise<void> {
    for (const draft of this.#drafts.values()) if (draft.isDirty && draft !== except) this.#save(draft)
  }

  /** The next conversation is to have this id. */
  calls(id: ConversationId): void {
    this.#nextId = id
  }

  newId(): string {
    if (this.#nextId === null) throw new Error('a rehearsal makes nothing that history did not make')
    return this.#nextId
  }

  newKey(): string {
    return absent()
  }

  announce(): void {}

  afterCommit(effect: () => void): void {
    this.#effects.push(effect)
  }

  onUndone(): void {}

  position(): number {
    return 0
  }

  capabilitiesOf(): undefined {
    return undefined
  }

  /** Settles and saves what the job has changed; gives what is to happen then. */
  async end(): Promise<readonly (() => void)[]> {
    await this.distribution.settle()
    await this.flush()
    return this.#effects
  }

  #save(draft: ConversationDraft): void {
    const { before, lines } = draft.take()
    draft.saved(0, lines)
    this.#context.rows.save(draft.facts)
    this.people.conversationChanged(before, draft.facts)
    for (const line of lines) this.#tell(draft.facts, line)
  }

  #tell(facts: ConversationFacts, line: StreamLine): void {
    if (line.kind === 'entry.added' && line.entry.kind === 'system')
      this.#context.onLine(facts, line.entry.at, line.entry.event)
  }
}

const rehearsed = DecisionId.parse('0')

/** Who writes makes no difference. */
const somebody = {
  id: ContactId.parse('somebody'),
  version: 1,
  name: '',
  phone: null,
  email: null,
  comment: null,
  picture: null,
  createdAt: 0,
  inquiries: 0,
  identities: [],
}

/** Runs jobs one after another, each to its end, as the hub's writer does. */
export class MemoryHub {
  readonly #context: MemoryContext
  #last: Promise<unknown> = Promise.resolve()
  #failure: unknown = null

  constructor(context: MemoryContext) {
    this.#context = context
  }

  write<Value>(job: (work: MemoryWork) => Promise<Value>): Promise<Value> {
    const run = this.#last.then(async () => {
      const work = new MemoryWork(this.#context)
      const value = await job(work)
      for (const effect of await work.end()) effect()
      return value
    })
    this.#last = run.catch((error: unknown) => {
      this.#failure ??= error
    })
    return run
  }

  /** Everything that was set off has come to its end. Throws what went wrong meanwhile. */
  async idle(): Promise<void> {
    for (let last: Promise<unknown> | null = null; last !== this.#last; ) {
      last = this.#last
      await last
    }
    if (this.#failure !== null) throw this.#failure
  }
}
