/** The operator's own unsent work: replies in the order they were written, and one draft a conversation. */
export const outboxSchema: readonly string[] = [
  'create table item (place integer primary key autoincrement, id text not null unique, body text not null) strict',
  'create table draft (conversation_id text primary key, text text not null, is_note integer not null) strict',
]
