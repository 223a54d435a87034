/** Channels, what came in raw, what has to go out, and which provider id is which message. */
export const transportTables: readonly string[] = [
  // `form` holds the settings without secrets; `secret` is sealed. Times of the last event are written now and then, not with each.
  `create table channel (
    id text primary key,
    messenger text not null,
    name text not null,
    account text not null,
    account_key text not null,
    is_connected integer not null default 1 check (is_connected in (0, 1)),
    version integer not null default 1,
    receiver text not null,
    pool text,
    form text not null,
    secret blob,
    webhook_secret text not null,
    poll_position text,
    health text not null default '{"kind":"green"}',
    last_in_at integer,
    last_out_at integer,
    created_at integer not null
  ) strict, without rowid`,
  `create unique index channel_account on channel (messenger, account_key) where is_connected = 1`,

  // `arrival` orders the rows of a chat that wait: while one is pending the later ones are only stored.
  `create table inbound_event (
    channel_id text not null,
    event_key text not null,
    external_chat text not null,
    state text not null check (state in ('done', 'pending', 'dead', 'ignored')),
    arrival integer not null,
    attempts integer not null default 0,
    next_at integer,
    reason text,
    body text not null,
    primary key (channel_id, event_key)
  ) strict, without rowid`,
  `create index inbound_event_pending on inbound_event (channel_id, external_chat, arrival) where state = 'pending'`,
  `create index inbound_event_dead on inbound_event (channel_id, arrival) where state = 'dead'`,

  // By id before chat: ids of a messenger mostly rise, so what arrives together is stored together. The conversation is the
  // one of the chat, so it is not named again in every row.
  `create table provider_message (
    channel_id text not null,
    external_chat text not null,
    external_id text not null,
    seq integer not null,
    part integer not null default 0,
    primary key (channel_id, external_id, external_chat)
  ) strict, without rowid`,

  // A status that overtook the answer to its send: kept until the id is known.
  `create table early_receipt (
    channel_id text not null,
    external_chat text not null,
    external_id text not null,
    status text not null,
    reason text,
    at integer not null,
    primary key (channel_id, external_chat, external_id)
  ) strict, without rowid`,

  // The outbox: one row a part; a message is what its parts are together. `is_due` = queued or sending.
  `create table delivery (
    conversation_id text not null,
    seq integer not null,
    part integer not null default 0,
    channel_id text not null,
    external_chat text not null,
    state text not null check (state in ('queued', 'sending', 'unconfirmed', 'failed', 'sent', 'delivered', 'read')),
    is_due integer not null default 1 check (is_due in (0, 1)),
    attempt integer not null default 0,
    is_in_doubt integer not null default 0 check (is_in_doubt in (0, 1)),
    next_at integer not null,
    queued_at integer not null,
    lease_until integer,
    external_ids text,
    idempotency_key text not null,
    primary key (conversation_id, seq, part)
  ) strict, without rowid`,
  `create index delivery_due on delivery (channel_id, next_at) where is_due = 1`,
  // Which part of a conversation is the first that has not left.
  `create index delivery_order on delivery (conversation_id, seq, part) where is_due = 1`,
]
