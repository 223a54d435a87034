import type { Migration } from '../../migrate'

/** Chats of a person that go by another id of his by now: what the messenger says of words in them is said of his conversation. */
export const formerChats: Migration = {
  name: '0010-former-chats',
  statements: [
    `create table former_chat (
      channel_id text not null,
      external_chat text not null,
      conversation_id text not null references conversation (id),
      primary key (channel_id, external_chat)
    ) strict, without rowid`,
    'create index former_chat_conversation on former_chat (conversation_id)',
    // Of those that have moved before this step, as far as their other ids are known.
    `insert into former_chat (channel_id, external_chat, conversation_id)
      select known.channel_id, known.id, min(c.id) from (
          select channel_id, alias as id, contact_id from identity_alias
          union select channel_id, external_id, contact_id from identity
        ) as known join conversation c on c.contact_id = known.contact_id and c.channel_id = known.channel_id
      where c.place is null and c.is_group = 0 and not exists (
        select 1 from conversation other where other.channel_id = known.channel_id and other.external_chat = known.id)
      group by known.channel_id, known.id`,
  ],
}
