import type { Migration } from '../../migrate'

/** What dialogues of several messengers need: comments, people of several ids, pictures of contacts, signatures. */
export const messengers: Migration = {
  name: '0005-messengers',
  statements: [
    // The public page whose comments it is, as JSON; null = a dialogue.
    'alter table conversation add column place text',
    // When his picture was last asked for at the messenger.
    'alter table contact add column picture_asked_at integer',
    // Other ids of a person in a channel, under which he may write next.
    `create table identity_alias (
      channel_id text not null references channel (id),
      alias text not null,
      contact_id text not null references contact (id),
      primary key (channel_id, alias)
    ) strict, without rowid`,
    // Who signs what we write and what is written in a group, as JSON; null = as by default.
    'alter table channel add column signature text',
  ],
}
