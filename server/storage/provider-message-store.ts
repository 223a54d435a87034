import type { ChannelId, ConversationId } from '#protocol/ids'
import type { EarlyReceipt, MessagePlace, ProviderMessageStore } from '../conversations/ports'
import type { WritableSql } from './sql'

const key = 'where channel_id = $1 and external_chat = $2 and external_id = $3'

/** The conversation of a chat, as the open transaction knows it. */
type ConversationOf = (channelId: ChannelId, externalChat: string) => Promise<ConversationId | undefined>

/** Which of our messages a messenger's id is; unique, so a message that comes twice is an insert that does nothing. */
export class SqlProviderMessageStore implements ProviderMessageStore {
  readonly #sql: WritableSql
  readonly #conversationOf: ConversationOf

  constructor(sql: WritableSql, conversationOf: ConversationOf) {
    this.#sql = sql
    this.#conversationOf = conversationOf
  }

  async find(channelId: ChannelId, externalChat: string, externalId: string): Promise<MessagePlace | undefined> {
    const text = `select seq, part from provider_message ${key}`
    const found = await this.#sql.get<Omit<MessagePlace, 'conversationId'>>(text, [channelId, externalChat, externalId])
    const conversationId = found && (await this.#conversationOf(channelId, externalChat))
    return found && conversationId && { conversationId, ...found }
  }

  async chatAmong(channelId: ChannelId, beginning: string, externalId: string): Promise<string | undefined> {
    const text = `select external_chat as "chat" from provider_message where channel_id = $1 and external_id = $2`
    const chats = await this.#sql.all<{ chat: string }>(text, [channelId, externalId])
    return chats.find(({ chat }) => chat.startsWith(beginning))?.chat
  }

  async add(channelId: ChannelId, externalChat: string, externalId: string, place: MessagePlace): Promise<boolean> {
    const text = `insert into provider_message (channel_id, external_chat, external_id, seq, part)
      values ($1, $2, $3, $4, $5) on conflict do nothing`
    const values = [channelId, externalChat, externalId, place.seq, place.part]
    return (await this.#sql.run(text, values)) === 1
  }

  async keepEarly(
    channelId: ChannelId,
    externalChat: string,
    externalId: string,
    receipt: EarlyReceipt,
    at: number,
  ): Promise<void> {
    const text = `insert into early_receipt (channel_id, external_chat, external_id, status, reason, detail, at)
      values ($1, $2, $3, $4, $5, $6, $7)
      on conflict (channel_id, external_chat, external_id) do update set status = excluded.status,
        reason = excluded.reason, detail = excluded.detail`
    await this.#sql.run(text, [channelId, externalChat, externalId, receipt.status, receipt.reason, receipt.detail, at])
  }

  async takeEarly(channelId: ChannelId, externalChat: string, externalId: string): Promise<EarlyReceipt | undefined> {
    const text = `delete from early_receipt ${key} returning status, reason, detail`
    return await this.#sql.get<EarlyReceipt>(text, [channelId, externalChat, externalId])
  }
}
