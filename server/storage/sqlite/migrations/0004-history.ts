import type { Migration } from '../../migrate'

/** What a rehearsal goes by besides the streams: who was here and how, in the order of the log, and when the hub was started. */
export const history: Migration = {
  name: '0004-history',
  statements: [
    `alter table presence_history rename to presence_noted`,
    // `position` of the newest event then: what came before it and after it is told apart within one millisecond.
    `create table presence_history (
      id integer primary key,
      account_id text not null references account (id),
      at integer not null,
      position integer not null,
      version integer not null,
      chosen text not null,
      link text not null,
      effective text not null,
      cause text not null,
      since integer not null,
      unavailable_since integer,
      by_account text
    ) strict`,
    `insert into presence_history
      (account_id, at, position, version, chosen, link, effective, cause, since, unavailable_since, by_account)
      select account_id, at, 0, version, chosen,
        case effective when 'lost' then 'gone' else 'live' end, effective, cause, at,
        case effective when 'online' then null else at end, by_account
      from presence_noted order by at, version`,
    `drop table presence_noted`,
    `create index presence_history_account on presence_history (account_id, id)`,
    `create table hub_start (
      at integer not null,
      position integer not null
    ) strict`,
  ],
}
