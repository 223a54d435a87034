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
    const conversationId =
      (await this.#conversationOf(channelId, externalChat)) ?? (await this.formerly(channelId, externalChat))
    if (conversationId === undefined) return undefined
    return found === undefined
      ? await this.#inOtherChats(channelId, conversationId, externalId)
      : { conversationId, ...found }
  }

  /** The person may have gone by another id when it was said. */
  async #inOtherChats(
    channelId: ChannelId,
    conversationId: ConversationId,
    externalId: string,
  ): Promise<MessagePlace | undefined> {
    const text = `select c.conversation_id as "conversationId", seq, part from (
        select id as conversation_id, external_chat from conversation where id = $2
        union all select conversation_id, external_chat from former_chat where conversation_id = $2
      ) as c join provider_message p on p.channel_id = $1 and p.external_id = $3 and p.external_chat = c.external_chat`
    return await this.#sql.get<MessagePlace>(text, [channelId, conversationId, externalId])
  }

  async formerly(channelId: ChannelId, externalChat: string): Promise<ConversationId | undefined> {
    const text = `select conversation_id as "id" from former_chat where channel_id = $1 and external_chat = $2`
    return (await this.#sql.get<{ id: ConversationId }>(text, [channelId, externalChat]))?.id
  }

  async moved(conversationId: ConversationId, channelId: ChannelId, from: string): Promise<void> {
    const text = `insert into former_chat (channel_id, external_chat, conversation_id) values ($1, $2, $3)
      on conflict (channel_id, external_chat) do update set conversation_id = excluded.conversation_id`
    await this.#sql.run(text, [channelId, from, conversationId])
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
