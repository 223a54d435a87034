import type { Capabilities, Messenger } from '#protocol/channel'
import type { ChannelId, ConversationId, Position } from '#protocol/ids'
import type { Announcer, Change, News } from '../conversations/announcer'
import { ConversationDraft } from '../conversations/draft'
import type { ConversationFacts } from '../conversations/facts'
import type { AttachmentBook } from '../conversations/ports'
import type { FullDistribution, OperatorsWork, Staff } from '../operators/ports'
import { accountWrites } from './account-store'
import { SqlCommandStore } from './command-store'
import { SqlCompanyStore } from './company-store'
import { SqlContactStore, type ToldPhones } from './contact-store'
import type { ConversationCache } from './conversation-cache'
import { SqlConversationStore } from './conversation-store'
import { SqlDecisionStore } from './decision-store'
import { SqlInquiryStore } from './inquiry-store'
import { SqlLinkStore } from './link-store'
import { SqlMarkStore } from './mark-store'
import { SqlOutboxStore } from './outbox-store'
import { SqlPresenceStore } from './presence-store'
import { SqlProviderMessageStore } from './provider-message-store'
import { SqlQueueStore } from './queue-store'
import { type Arrivals, SqlRawInboundStore } from './raw-inbound-store'
import type { Transaction } from './sql'
import { SqlStreamStore } from './stream-store'
import { SqlTemplateStore } from './template-store'
import { SqlVisitStore } from './visit-store'

/** What every transaction needs and none owns. */
export interface WorkContext {
  readonly now: () => number
  readonly newId: () => string
  readonly newKey: () => string
  readonly arrivals: Arrivals
  readonly phones: ToldPhones
  readonly cache: ConversationCache
  readonly changes: Announcer<Change>
  readonly news: Announcer<News>
  readonly staff: (effects: Pick<Transaction, 'onUndone' | 'afterCommit'>) => Staff
  readonly distribution: (work: OperatorsWork) => FullDistribution
  readonly attachments: (transaction: Transaction) => AttachmentBook
  readonly capabilities: ReadonlyMap<Messenger, Capabilities>
}

/** One open transaction in the words of the field, over SQL. Stores that few transactions need are made when first asked for. */
export class SqlWork implements OperatorsWork {
  readonly now: number
  readonly transaction: Transaction
  readonly people: Staff
  readonly conversations: SqlConversationStore
  readonly stream: SqlStreamStore
  readonly providerMessages: SqlProviderMessageStore
  readonly inbound: SqlRawInboundStore
  readonly distribution: FullDistribution
  readonly #context: WorkContext
  readonly #drafts = new Map<ConversationId, ConversationDraft>()
  #known: Map<ConversationId, ConversationFacts> | null = null

  constructor(transaction: Transaction, context: WorkContext) {
    this.transaction = transaction
    this.#context = context
    this.now = context.now()
    this.people = context.staff(transaction)
    this.conversations = new SqlConversationStore(transaction, context.cache)
    this.stream = new SqlStreamStore(transaction)
    this.providerMessages = new SqlProviderMessageStore(transaction, async (channelId, externalChat) => {
      const draft = await this.draftOfChat(channelId, externalChat)
      return draft?.id
    })
    this.inbound = new SqlRawInboundStore(transaction, context.arrivals)
    this.distribution = context.distribution(this)
  }

  get contacts() {
    return new SqlContactStore(this.transaction, this.#context.phones)
  }

  get inquiries() {
    return new SqlInquiryStore(this.transaction)
  }

  get deliveries() {
    return new SqlOutboxStore(this.transaction)
  }

  get commands() {
    return new SqlCommandStore(this.transaction)
  }

  get templates() {
    return new SqlTemplateStore(this.transaction)
  }

  get links() {
    return new SqlLinkStore(this.transaction)
  }

  get visits() {
    return new SqlVisitStore(this.transaction)
  }

  get marks() {
    return new SqlMarkStore(this.transaction)
  }

  get company() {
    return new SqlCompanyStore(this.transaction)
  }

  get presences() {
    return new SqlPresenceStore(this.transaction)
  }

  get queue() {
    return new SqlQueueStore(this.transaction)
  }

  get decisions() {
    return new SqlDecisionStore(this.transaction)
  }

  get accounts() {
    return accountWrites(this.transaction)
  }

  get attachments() {
    return this.#context.attachments(this.transaction)
  }

  async draft(id: ConversationId): Promise<ConversationDraft | undefined> {
    const open = this.#drafts.get(id)
    if (open !== undefined) return open
    const facts = this.#known?.get(id) ?? (await this.conversations.byId(id))
    return facts && this.#begin(facts)
  }

  async draftOfChat(channelId: ChannelId, externalChat: string): Promise<ConversationDraft | undefined> {
    for (const draft of this.#drafts.values()) if (draft.isChat(channelId, externalChat)) return draft
    const facts = await this.conversations.byChat(channelId, externalChat)
    return facts && this.#begin(facts)
  }

  adopt(draft: ConversationDraft): void {
    this.#drafts.set(draft.id, draft)
  }

  know(facts: readonly ConversationFacts[]): void {
    this.#known ??= new Map()
    for (const one of facts) this.#known.set(one.row.id, one)
  }

  async flush(except?: ConversationDraft): Promise<void> {
    for (const draft of this.#drafts.values()) if (draft.isDirty && draft !== except) await this.#save(draft)
  }

  newId(): string {
    return this.#context.newId()
  }

  newKey(): string {
    return this.#context.newKey()
  }

  announce(news: News): void {
    this.afterCommit(() => this.#context.news.announce([news]))
  }

  afterCommit(effect: () => void): void {
    this.transaction.afterCommit(effect)
  }

  onUndone(effect: () => void): void {
    this.transaction.onUndone(effect)
  }

  capabilitiesOf(messenger: Messenger): Capabilities | undefined {
    return this.#context.capabilities.get(messenger)
  }

  position(): Position {
    return this.transaction.position()
  }

  #begin(facts: ConversationFacts): ConversationDraft {
    const draft = new ConversationDraft(facts, facts)
    this.#drafts.set(draft.id, draft)
    return draft
  }

  async #save(draft: ConversationDraft): Promise<void> {
    const { before, lines } = draft.take()
    const first = await this.stream.append(draft.id, this.now, lines)
    const changes = draft.saved(first, lines)
    if (before === null) await this.conversations.insert(draft.facts)
    else await this.conversations.update(before, draft.facts)
    this.people.conversationChanged(before, draft.facts)
    this.#known?.delete(draft.id)
    this.afterCommit(() => this.#context.changes.gather(changes))
  }
}
