import type { Migration } from '../../migrate'

/** The line that signs a message stands beside it in the outbox from the moment it is queued. */
export const signedSends: Migration = {
  name: '0009-signed-sends',
  statements: [
    // Of the first part, and for all of them; null = none.
    'alter table delivery add column signature text',
    // What is there is signed as its channel signs now, and as its author is called now: so it was until this step.
    `update delivery set signature = (
      select replace(replace(json_extract(channel.signature, '$.form'), '{{имя}}', account.name), '{{operator.name}}', account.name)
      from entry
        join account on account.id = entry.author_detail
        join channel on channel.id = delivery.channel_id
      where entry.conversation_id = delivery.conversation_id and entry.seq = delivery.seq
        and entry.author = 'operator' and json_extract(entry.extra, '$.template') is null
    ) where part = 0 and channel_id in (select id from channel where json_extract(signature, '$.isOn') = 1)`,
  ],
}
