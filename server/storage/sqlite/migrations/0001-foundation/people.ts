/** Accounts, sessions, presence, groups, settings, audit, and what the hub knows about itself. */
export const peopleTables: readonly string[] = [
  // epoch, lastWallTime
  `create table meta (
    name text primary key,
    value text not null
  ) strict, without rowid`,

  `create table account (
    id text primary key,
    login text not null unique,
    name text not null,
    role text not null check (role in ('administrator', 'employee', 'restricted')),
    can_supervise integer not null default 0 check (can_supervise in (0, 1)),
    may_exceed_limit integer not null default 0 check (may_exceed_limit in (0, 1)),
    is_active integer not null default 1 check (is_active in (0, 1)),
    takes_part integer not null default 1 check (takes_part in (0, 1)),
    limit_kind text not null default 'company' check (limit_kind in ('company', 'none', 'number')),
    limit_value integer check (limit_value >= 0),
    password_hash text,
    version integer not null default 1,
    created_at integer not null,
    last_seen_at integer,
    check ((limit_kind = 'number') = (limit_value is not null))
  ) strict, without rowid`,

  `create table one_time_code (
    hash text primary key,
    kind text not null check (kind in ('invitation', 'reset', 'signIn', 'firstAdministrator')),
    account_id text references account (id),
    created_at integer not null,
    expires_at integer not null,
    used_at integer
  ) strict, without rowid`,
  `create index one_time_code_account on one_time_code (account_id) where used_at is null`,

  `create table session (
    id text primary key,
    token_hash text not null unique,
    account_id text not null references account (id),
    device text not null,
    device_name text not null,
    created_at integer not null,
    last_seen_at integer not null,
    ended_at integer,
    end_reason text
  ) strict, without rowid`,
  `create index session_account on session (account_id) where ended_at is null`,

  // The chosen status with what must survive a restart; leases of devices live in memory only.
  `create table presence (
    account_id text primary key references account (id),
    chosen text not null check (chosen in ('online', 'busy', 'offline')),
    version integer not null,
    since integer not null,
    cause text not null,
    unavailable_since integer,
    was_live integer not null default 0 check (was_live in (0, 1))
  ) strict, without rowid`,

  `create table presence_history (
    account_id text not null references account (id),
    at integer not null,
    version integer not null,
    chosen text not null,
    effective text not null,
    cause text not null,
    by_account text,
    primary key (account_id, at, version, effective)
  ) strict, without rowid`,

  // Members of the built-in group follow the accounts and have no rows. The order of choosing is in the distribution settings.
  `create table operator_group (
    id text primary key,
    name text not null,
    is_everybody integer not null default 0 check (is_everybody in (0, 1)),
    place integer not null
  ) strict, without rowid`,
  `create unique index operator_group_everybody on operator_group (is_everybody) where is_everybody = 1`,
  `insert into operator_group (id, name, is_everybody, place) values ('everybody', 'Все операторы', 1, 0)`,

  `create table group_member (
    group_id text not null references operator_group (id),
    account_id text not null references account (id),
    place integer not null,
    primary key (group_id, account_id)
  ) strict, without rowid`,

  `create table setting (
    key text primary key,
    version integer not null,
    value text not null,
    changed_at integer not null,
    changed_by text
  ) strict, without rowid`,

  `create table audit (
    id integer primary key,
    at integer not null,
    account_id text,
    action text not null,
    subject text,
    detail text
  ) strict`,
]
