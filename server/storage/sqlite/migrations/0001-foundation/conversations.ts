/** Contacts, conversations, their streams, and the hub-wide log that numbers what happened. */
export const conversationTables: readonly string[] = [
  `create table contact (
    id text primary key,
    version integer not null default 1,
    name text not null,
    phone text,
    email text,
    comment text,
    picture text,
    created_at integer not null,
    inquiries integer not null default 0
  ) strict, without rowid`,

  `create table identity (
    channel_id text not null references channel (id),
    external_id text not null,
    contact_id text not null references contact (id),
    name text not null,
    username text,
    link text,
    primary key (channel_id, external_id)
  ) strict, without rowid`,
  `create index identity_contact on identity (contact_id)`,

  // `co_assignees` and `observers` are lists of ids with a blank between; the table `part` is their index by operator.
  // `queue_rank` and `queue_at` place it in the queue (open and without assignee, or waiting for a free operator), else null.
  `create table conversation (
    id text primary key,
    channel_id text not null references channel (id),
    external_chat text not null,
    contact_id text not null references contact (id),
    contact_name text not null,
    contact_picture text,
    is_group integer not null,
    is_open integer not null check (is_open in (0, 1)),
    queue_rank integer,
    queue_at integer,
    priority integer not null default 0,
    inquiry integer not null,
    opened_at integer not null,
    opened_by text not null,
    closed_at integer,
    assignee_kind text,
    assignee_id text,
    assigned_at integer,
    group_id text,
    co_assignees text not null default '',
    observers text not null default '',
    waiting_since integer,
    unanswered_since integer,
    is_answered integer not null default 0,
    last_activity_at integer not null,
    last_seq integer,
    last_at integer,
    last_author text,
    last_author_detail text,
    last_preview text,
    last_attachment text,
    last_status text,
    last_reason text,
    last_detail text,
    contact_messages integer not null default 0,
    contact_messages_before integer not null default 0,
    is_blocked integer not null default 0,
    seq integer not null,
    position integer not null,
    version integer not null,
    assign_version integer not null,
    last_human_assignee text,
    returns_to text,
    released_by text,
    moves text not null default '',
    rests_until integer,
    check ((assignee_kind is null) = (assignee_id is null)),
    check (is_open = 1 or queue_rank is null)
  ) strict, without rowid`,
  `create unique index conversation_chat on conversation (channel_id, external_chat)`,
  `create index conversation_contact on conversation (contact_id)`,
  // A row is in exactly one of these three: what the sections are read from, page by page.
  `create index conversation_waiting on conversation (unanswered_since, id) where is_open = 1 and unanswered_since is not null`,
  `create index conversation_rest on conversation (last_activity_at, id) where is_open = 1 and unanswered_since is null`,
  `create index conversation_closed on conversation (last_activity_at, id) where is_open = 0`,
  // What a restricted operator sees of the closed ones; touched by closing and reopening only.
  `create index conversation_closed_assignee on conversation (assignee_id, last_activity_at, id) where is_open = 0 and assignee_id is not null`,
  // Touched when the assignee changes, not when somebody writes.
  `create index conversation_assignee on conversation (assignee_id, id) where is_open = 1 and assignee_id is not null`,
  `create index conversation_unassigned on conversation (unanswered_since, last_activity_at, id) where is_open = 1 and assignee_id is null`,
  `create index conversation_queue on conversation (queue_rank, queue_at, opened_at, id) where queue_rank is not null`,

  `create table part (
    operator_id text not null,
    conversation_id text not null references conversation (id),
    part text not null check (part in ('coAssignee', 'observer')),
    primary key (operator_id, conversation_id)
  ) strict, without rowid`,

  `create table inquiry (
    number integer primary key,
    conversation_id text not null,
    opened_at integer not null,
    opened_by text not null,
    source text,
    is_open integer not null default 1,
    first_response_at integer,
    closed_at integer,
    closed_by text
  ) strict`,
  `create unique index inquiry_open on inquiry (conversation_id) where is_open = 1`,

  // The stream of a conversation, one row a seq. Messages, notes and system lines are entries; 'changed' names in
  // `target_seq` the entry that reads otherwise since, 'row' says that only the row changed. `external_id` is the messenger's
  // id of a message, the first one if it left in parts. `extra` is JSON, null when there is none.
  `create table entry (
    conversation_id text not null,
    seq integer not null,
    kind text not null check (kind in ('message', 'note', 'system', 'changed', 'row')),
    at integer not null,
    changed_seq integer not null,
    target_seq integer,
    author text,
    author_detail text,
    text text,
    client_id text,
    external_id text,
    status text,
    reason text,
    detail text,
    extra text,
    provider_at integer,
    primary key (conversation_id, seq)
  ) strict, without rowid`,

  // Serves resumption and rehearsals and is trimmed; what happened is in `entry`.
  `create table event_log (
    position integer primary key,
    conversation_id text not null,
    seq integer not null,
    at integer not null
  ) strict`,

  `create table read_mark (
    operator_id text not null,
    conversation_id text not null,
    seq integer not null,
    contact_messages integer not null,
    at integer not null,
    primary key (operator_id, conversation_id)
  ) strict, without rowid`,
  // A visitor's page asks how far the company has read.
  `create index read_mark_conversation on read_mark (conversation_id, seq)`,
]
