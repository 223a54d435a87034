import type { Migration } from '../../migrate'

const json = (value: unknown) => `json('${JSON.stringify(value)}')`

/**
 * Receivers inside and outside working hours, groups with an answer time, a limit and hours of their own, and what a conversation
 * has to keep for that. The order of choosing moves from the settings to the groups. Kept decisions stay readable.
 */
export const distributionRules: Migration = {
  name: '0003-distribution-rules',
  statements: [
    // The group its assignee has it through; until when he should answer; who is skipped in this round (ids with a blank between).
    `alter table conversation add column of_group text`,
    `alter table conversation add column answer_by integer`,
    `alter table conversation add column lapsed text not null default ''`,

    `alter table decision add column group_id text`,
    `update decision_basis set body = json_set(body, '$.isOpen', ${json(true)}, '$.groupLoads', ${json([])},
      '$.settings.waitAlarmMs', 120000, '$.settings.overflowGroupId', null)`,

    // Members of the built-in group follow the accounts; rows of it only say in which order. \`schedule\` is JSON, null when the
    // company's counts.
    `alter table operator_group add column version integer not null default 1`,
    `alter table operator_group add column choosing text not null default 'inTurn'
      check (choosing in ('inTurn', 'leastLoaded', 'byHand'))`,
    `alter table operator_group add column answer_time integer`,
    `alter table operator_group add column conversation_limit integer check (conversation_limit >= 0)`,
    `alter table operator_group add column schedule text`,
    `update operator_group set choosing = coalesce((
      select json_extract(one.value, '$.order') from setting, json_each(setting.value, '$.orders') as one
      where setting.key = 'distribution' and json_extract(one.value, '$.groupId') = operator_group.id
    ), choosing)`,
    `update setting set value = json_set(json_remove(value, '$.orders'), '$.overflowGroupId', null,
      '$.offlineAtClosing', ${json(false)}, '$.idleAfterMs', null, '$.busyWhenLocked', ${json(false)})
      where key = 'distribution'`,

    // \`rules\` is JSON: receiver, outside, onlyInHours, pool, priority.
    `alter table channel add column rules text not null default '{}'`,
    `update channel set rules = json_object('receiver', json(receiver), 'outside', ${json({ kind: 'nobody' })},
      'onlyInHours', ${json(true)}, 'pool', json(pool), 'priority', 'normal')`,
    `alter table channel drop column receiver`,
    `alter table channel drop column pool`,
  ],
}
