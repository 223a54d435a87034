import type { Migration } from '../../migrate'

/** The contact's mark of an inquiry, and which visitor of a site a customer of it is. */
export const webChat: Migration = {
  name: '0007-web-chat',
  statements: [
    `alter table inquiry add column score integer`,
    `alter table inquiry add column score_comment text`,
    `alter table inquiry add column scored_at integer`,
    // Who had answered, so that the mark is his.
    `alter table inquiry add column scored_operator text`,
    `create index inquiry_conversation on inquiry (conversation_id, number)`,
    `create table visitor_customer (
      channel_id text not null,
      customer_id text not null,
      visitor_id text not null,
      created_at integer not null,
      primary key (channel_id, customer_id),
      unique (channel_id, visitor_id)
    ) strict, without rowid`,
  ],
}
