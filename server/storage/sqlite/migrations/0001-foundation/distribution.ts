/** Turns, decisions with what they were based on, and the results of commands. */
export const distributionTables: readonly string[] = [
  `create table turn_pointer (
    group_id text not null,
    channel_id text not null,
    operator_id text not null,
    primary key (group_id, channel_id)
  ) strict, without rowid`,

  // One basis a call of the engine, however many conversations it decided. A decision's public id is that of its basis.
  `create table decision_basis (
    id integer primary key,
    at integer not null,
    body text not null
  ) strict`,
  `create table decision (
    basis_id integer not null references decision_basis (id),
    conversation_id text not null,
    kind text not null,
    chosen text,
    choice text not null,
    primary key (basis_id, conversation_id)
  ) strict, without rowid`,

  // Results of accepted commands, for 7 days: the same id again gets the same answer.
  `create table command (
    operator_id text not null,
    command_id text not null,
    hash text not null,
    result text not null,
    position integer not null,
    at integer not null,
    primary key (operator_id, command_id)
  ) strict, without rowid`,
  `create index command_at on command (at)`,
]
