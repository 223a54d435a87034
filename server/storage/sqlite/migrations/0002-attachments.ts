import type { Migration } from '../../migrate'

/** Files of messages and files on their way in. Bytes are on disk under their hash; a row says `stored` only when they are there. */
export const attachments: Migration = {
  name: '0002-attachments',
  statements: [
    // `reference` is what the channel's adapter needs to fetch it; `next_at` when to try, `give_up_at` until when.
    `create table attachment (
      id text primary key,
      kind text not null,
      name text not null,
      media_type text not null,
      size integer,
      width integer,
      height integer,
      duration_ms integer,
      state text not null check (state in ('pending', 'stored', 'failed')),
      reason text,
      can_retry integer not null default 0 check (can_retry in (0, 1)),
      hash text,
      owner_kind text not null check (owner_kind in ('operator', 'visitor', 'contact')),
      owner_id text not null,
      channel_id text,
      conversation_id text,
      seq integer,
      reference text,
      attempts integer not null default 0,
      next_at integer,
      give_up_at integer,
      created_at integer not null,
      check ((state = 'stored') = (hash is not null)),
      check ((conversation_id is null) = (seq is null))
    ) strict, without rowid`,
    `create index attachment_due on attachment (next_at) where state = 'pending'`,
    `create index attachment_hash on attachment (hash) where hash is not null`,
    `create index attachment_unsent on attachment (created_at) where conversation_id is null`,

    `create table upload (
      id text primary key,
      owner_kind text not null check (owner_kind in ('operator', 'visitor')),
      owner_id text not null,
      channel_id text,
      name text not null,
      media_type text not null,
      size integer not null,
      created_at integer not null
    ) strict, without rowid`,
  ],
}
