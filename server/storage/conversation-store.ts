import type { ChannelId, ContactId, ConversationId, GroupId, OperatorId } from '#protocol/ids'
import type { Part } from '#protocol/message'
import type { ConversationFacts } from '../conversations/facts'
import type { ConversationStore } from '../conversations/ports'
import type { ConversationCache } from './conversation-cache'
import {
  type ConversationRecord,
  conversationColumns,
  conversationFactsOf,
  conversationValues,
} from './conversation-record'
import type { SqlValue, Transaction } from './sql'

/** Of a contact with more conversations than this only the newest are changed with him. */
const conversationsOfContact = 500

const insertText = `insert into conversation (${conversationColumns.join(', ')})
  values (${conversationColumns.map((_, index) => `$${index + 1}`).join(', ')})`

/** Texts by the set of changed columns, a bit for each: a set unknown to an index leaves the index alone, and few sets occur. */
const updateTexts = new Map<number, string>()
/** A number holds 53 bits, and shifting ends at 32. */
const bits = conversationColumns.map((_, column) => 2 ** column)

function updateText(changed: readonly number[], set: number): string {
  let text = updateTexts.get(set)
  if (text === undefined) {
    const sets = changed.map((column, index) => `${conversationColumns[column]} = $${index + 1}`)
    text = `update conversation set ${sets.join(', ')} where id = $${sets.length + 1} and version = $${sets.length + 2}`
    updateTexts.set(set, text)
  }
  return text
}

const readText = `select ${conversationColumns.join(', ')} from conversation`

/** Conversations as the rest of the hub writes and reads them inside a transaction. */
export class SqlConversationStore implements ConversationStore {
  readonly #sql: Transaction
  readonly #cache: ConversationCache

  constructor(sql: Transaction, cache: ConversationCache) {
    this.#sql = sql
    this.#cache = cache
  }

  async byId(id: ConversationId): Promise<ConversationFacts | undefined> {
    const cached = this.#cache.byId(id)
    if (cached !== undefined) return cached
    const record = await this.#sql.get<ConversationRecord>(`${readText} where id = $1`, [id])
    return record && this.#keep(conversationFactsOf(record))
  }

  async byChat(channelId: ChannelId, externalChat: string): Promise<ConversationFacts | undefined> {
    const cached = this.#cache.byChat(channelId, externalChat)
    if (cached !== undefined) return cached
    const text = `${readText} where channel_id = $1 and external_chat = $2`
    const record = await this.#sql.get<ConversationRecord>(text, [channelId, externalChat])
    return record && this.#keep(conversationFactsOf(record))
  }

  async ofContact(contactId: ContactId): Promise<readonly ConversationFacts[]> {
    const text = `${readText} where contact_id = $1 order by last_activity_at desc limit ${conversationsOfContact}`
    return (await this.#sql.all<ConversationRecord>(text, [contactId])).map(conversationFactsOf)
  }

  async countAssigned(operatorId: OperatorId, onlyAwaiting: boolean, ofGroup: GroupId | null): Promise<number> {
    const awaiting = onlyAwaiting ? ' and unanswered_since is not null' : ''
    const group = ofGroup === null ? '' : ' and of_group = $2'
    const text = `select count(*) as "count" from conversation where assignee_id = $1 and is_open = 1${awaiting}${group}`
    const values = ofGroup === null ? [operatorId] : [operatorId, ofGroup]
    return (await this.#sql.get<{ count: number }>(text, values))?.count ?? 0
  }

  async insert(facts: ConversationFacts): Promise<void> {
    await this.#sql.run(insertText, conversationValues(facts))
    this.#keep(facts)
    await this.#saveParts(facts, [], [])
  }

  async update(before: ConversationFacts, after: ConversationFacts): Promise<void> {
    const old = conversationValues(before)
    const values = conversationValues(after)
    const changed: number[] = []
    let set = 0
    const bound: SqlValue[] = []
    for (let column = 0; column < values.length; column++) {
      const value = values[column] ?? null
      if (value === old[column]) continue
      changed.push(column)
      set += bits[column] ?? 0
      bound.push(value)
    }
    bound.push(after.row.id, before.row.version)
    const count = await this.#sql.run(updateText(changed, set), bound)
    if (count !== 1) throw new Error(`conversation ${after.row.id} is not at version ${before.row.version}`)
    this.#keep(after)
    if (before.row.coAssignees !== after.row.coAssignees || before.row.observers !== after.row.observers)
      await this.#saveParts(after, before.row.coAssignees, before.row.observers)
  }

  /** What this transaction has seen or written is forgotten if nothing of it is kept. */
  #keep(facts: ConversationFacts): ConversationFacts {
    this.#cache.keep(facts)
    this.#sql.onUndone(() => this.#cache.forget(facts))
    return facts
  }

  async #saveParts(
    { row }: ConversationFacts,
    coAssignees: readonly OperatorId[],
    observers: readonly OperatorId[],
  ): Promise<void> {
    for (const gone of [...coAssignees, ...observers])
      if (!row.coAssignees.includes(gone) && !row.observers.includes(gone))
        await this.#sql.run('delete from part where operator_id = $1 and conversation_id = $2', [gone, row.id])
    for (const one of row.coAssignees) await this.#savePart(row.id, one, 'coAssignee')
    for (const one of row.observers) await this.#savePart(row.id, one, 'observer')
  }

  async #savePart(conversationId: ConversationId, operatorId: OperatorId, part: Part): Promise<void> {
    const text = `insert into part (operator_id, conversation_id, part) values ($1, $2, $3)
      on conflict (operator_id, conversation_id) do update set part = excluded.part`
    await this.#sql.run(text, [operatorId, conversationId, part])
  }
}
