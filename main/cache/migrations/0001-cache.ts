/**
 * The copy of what the hub lets one operator see. Bodies are the protocol's own JSON; beside them stands only what is searched,
 * sorted or compared. `words` are folded (client/fold.ts).
 */
export const cacheSchema: readonly string[] = [
  'create table fact (name text primary key, value text not null) strict, without rowid',

  // `part` 0 waits for us (by `at` upwards), 1 is the rest (by `at` downwards): the order of protocol/list-order.ts.
  `create table conversation (
    id text primary key,
    version integer not null,
    section text not null,
    part integer not null,
    at integer not null,
    last_activity_at integer not null,
    contact_id text not null,
    words text not null,
    body text not null
  ) strict`,
  'create index conversation_list on conversation (section, part, at, id)',
  // Holds all that a search by name reads, newest first, so that it never touches a body it does not return.
  'create index conversation_words on conversation (last_activity_at, id, words)',
  'create index conversation_contact on conversation (contact_id)',

  'create table contact (id text primary key, version integer not null, body text not null) strict',
  `create table mark (
    conversation_id text primary key,
    seq integer not null,
    contact_messages integer not null
  ) strict, without rowid`,
  `create table known (
    conversation_id text primary key,
    seq integer not null,
    since integer not null,
    has_older integer not null
  ) strict, without rowid`,

  // Ids are ours and ascend: the index over words is written in order, which is 4 to 18 times cheaper (desktop.md section 9).
  `create table entry (
    id integer primary key,
    conversation_id text not null,
    seq integer not null,
    changed_seq integer not null,
    at integer not null,
    words text not null,
    body text not null,
    unique (conversation_id, seq)
  ) strict`,
  `create virtual table entry_words using fts5 (words, content = 'entry', content_rowid = 'id', tokenize = 'trigram')`,
  `create trigger entry_added after insert on entry begin
    insert into entry_words (rowid, words) values (new.id, new.words);
  end`,
  `create trigger entry_removed after delete on entry begin
    insert into entry_words (entry_words, rowid, words) values ('delete', old.id, old.words);
  end`,
  // A receipt changes an entry and not its words: the index is left alone.
  `create trigger entry_reworded after update of words on entry when old.words <> new.words begin
    insert into entry_words (entry_words, rowid, words) values ('delete', old.id, old.words);
    insert into entry_words (rowid, words) values (new.id, new.words);
  end`,
]

/** Every table of the schema: a snapshot that starts over drops them, which is faster than emptying them row by row. */
export const cacheTables: readonly string[] = [
  'fact',
  'conversation',
  'contact',
  'mark',
  'known',
  'entry_words',
  'entry',
]
