import type { Migration } from '../../migrate'

/** Until when free words may be sent, and message templates: what stands outside that time. */
export const replyWindow: Migration = {
  name: '0006-reply-window',
  statements: [
    'alter table conversation add column replies_until integer',
    // The messenger's words about a failure that overtook the answer to its send.
    'alter table early_receipt add column detail text',
    // `body` is the content as JSON; `external_id` the messenger's, null for a draft of ours.
    `create table template (
      id text primary key,
      channel_id text not null references channel (id),
      external_id text,
      name text not null,
      language text not null,
      category text not null,
      status text not null,
      reason text,
      is_archived integer not null default 0 check (is_archived in (0, 1)),
      body text not null,
      version integer not null default 1,
      changed_at integer not null
    ) strict, without rowid`,
    'create unique index template_name on template (channel_id, name, language)',
  ],
}
