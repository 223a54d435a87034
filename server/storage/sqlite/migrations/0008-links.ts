import type { Migration } from '../../migrate'

/** Links of channels with their question, and who has pressed them. */
export const links: Migration = {
  name: '0008-links',
  statements: [
    `create table link (
      id text primary key,
      channel_id text not null,
      title text not null,
      question text not null,
      is_on integer not null,
      visits integer not null default 0,
      version integer not null,
      created_at integer not null
    ) strict, without rowid`,
    `create index link_channel on link (channel_id, created_at)`,
    `create table visit (
      number integer primary key,
      channel_id text not null,
      link_id text not null,
      page text,
      referrer text,
      utm text not null,
      at integer not null,
      -- The chat he has come to without a word yet.
      external_chat text,
      inquiry integer
    ) strict`,
    // Those that wait for a first message: found by their chat, forgotten by their age.
    `create index visit_chat on visit (channel_id, external_chat) where external_chat is not null and inquiry is null`,
    `create index visit_waiting on visit (at) where inquiry is null`,
    `create index visit_link on visit (link_id, inquiry)`,
  ],
}
