import { DeviceId, OperatorId, SessionId } from '#protocol/ids'
import { Role } from '#protocol/operator'
import { LinkKind } from '#protocol/sign-in'
import {
  type AccountReads,
  type AccountRecord,
  type AccountStore,
  type AccountWrites,
  type CodeRecord,
  endReasons,
  type SessionRecord,
} from '../accounts/ports'
import { attachmentValues, insertStored } from './attachment-record'
import type { ReadableSql, Reader, SqlValue, Transaction, Writer } from './sql'

interface AccountRow {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly role: string
  readonly can_supervise: number
  readonly may_exceed_limit: number
  readonly is_active: number
  readonly takes_part: number
  readonly limit_kind: string
  readonly limit_value: number | null
  readonly password_hash: string | null
  readonly version: number
  readonly created_at: number
  readonly last_seen_at: number | null
}

interface CodeRow {
  readonly hash: string
  readonly kind: string
  readonly account_id: string | null
  readonly created_at: number
  readonly expires_at: number
  readonly used_at: number | null
}

interface SessionRow {
  readonly id: string
  readonly token_hash: string
  readonly account_id: string
  readonly device: string
  readonly device_name: string
  readonly created_at: number
  readonly last_seen_at: number
  readonly ended_at: number | null
  readonly end_reason: string | null
}

function limitOf(row: AccountRow): AccountRecord['limit'] {
  if (row.limit_kind === 'company') return 'company'
  return row.limit_kind === 'number' ? row.limit_value : null
}

const accountOf = (row: AccountRow): AccountRecord => ({
  id: OperatorId.parse(row.id),
  login: row.login,
  name: row.name,
  role: Role.parse(row.role),
  canSupervise: row.can_supervise === 1,
  mayExceedLimit: row.may_exceed_limit === 1,
  isActive: row.is_active === 1,
  takesPart: row.takes_part === 1,
  limit: limitOf(row),
  passwordHash: row.password_hash,
  version: row.version,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
})

const codeOf = (row: CodeRow): CodeRecord => ({
  hash: row.hash,
  kind: LinkKind.parse(row.kind),
  accountId: row.account_id === null ? null : OperatorId.parse(row.account_id),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  usedAt: row.used_at,
})

const sessionOf = (row: SessionRow): SessionRecord => ({
  id: SessionId.parse(row.id),
  tokenHash: row.token_hash,
  accountId: OperatorId.parse(row.account_id),
  device: DeviceId.parse(row.device),
  deviceName: row.device_name,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  endedAt: row.ended_at,
  endReason: endReasons.find((reason) => reason === row.end_reason) ?? null,
})

const accountColumns = `id, login, name, role, can_supervise, may_exceed_limit, is_active, takes_part, limit_kind, limit_value,
  password_hash, version, created_at, last_seen_at`
const codeColumns = 'hash, kind, account_id, created_at, expires_at, used_at'
const sessionColumns = 'id, token_hash, account_id, device, device_name, created_at, last_seen_at, ended_at, end_reason'

function accountReads(sql: ReadableSql): AccountReads {
  const one = async <Row, Value>(text: string, values: readonly SqlValue[], of: (row: Row) => Value) => {
    const row = await sql.get<Row>(text, values)
    return row === undefined ? undefined : of(row)
  }
  return {
    account: (id) => one(`select ${accountColumns} from account where id = $1`, [id], accountOf),
    accountByLogin: (login) => one(`select ${accountColumns} from account where login = $1`, [login], accountOf),
    accounts: async () =>
      (await sql.all<AccountRow>(`select ${accountColumns} from account order by created_at, id`)).map(accountOf),
    code: (hash) => one(`select ${codeColumns} from one_time_code where hash = $1`, [hash], codeOf),
    openCodes: async (kinds, now) => {
      const rows = await sql.all<CodeRow>(
        `select ${codeColumns} from one_time_code where used_at is null and expires_at > $1`,
        [now],
      )
      return rows.map(codeOf).filter((code) => kinds.includes(code.kind))
    },
    session: (id) => one(`select ${sessionColumns} from session where id = $1`, [id], sessionOf),
    sessionByToken: (hash) => one(`select ${sessionColumns} from session where token_hash = $1`, [hash], sessionOf),
    openSessions: async (accountId) => {
      const rows = await sql.all<SessionRow>(
        `select ${sessionColumns} from session
         where ended_at is null and (account_id = $1 or cast($1 as text) is null) order by created_at, id`,
        [accountId],
      )
      return rows.map(sessionOf)
    },
  }
}

const limitColumns = ({ limit }: AccountRecord): [string, number | null] => {
  if (limit === 'company') return ['company', null]
  return limit === null ? ['none', null] : ['number', limit]
}

const bit = (value: boolean) => (value ? 1 : 0)

const accountValues = (account: AccountRecord): SqlValue[] => [
  account.id,
  account.login,
  account.name,
  account.role,
  bit(account.canSupervise),
  bit(account.mayExceedLimit),
  bit(account.isActive),
  bit(account.takesPart),
  ...limitColumns(account),
  account.passwordHash,
  account.version,
  account.createdAt,
  account.lastSeenAt,
]

/** Accounts, sessions and codes within a transaction of the writer. */
export function accountWrites(sql: Transaction): AccountWrites {
  return {
    ...accountReads(sql),
    insertAccount: async (account) =>
      (await sql.run(
        `insert into account (${accountColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         on conflict (login) do nothing`,
        accountValues(account),
      )) === 1,
    updateAccount: async (account) => {
      const taken = await sql.get('select id from account where login = $1 and id <> $2', [account.login, account.id])
      if (taken !== undefined) return false
      const changed = await sql.run(
        `update account set login = $2, name = $3, role = $4, can_supervise = $5, may_exceed_limit = $6, is_active = $7,
           takes_part = $8, limit_kind = $9, limit_value = $10, password_hash = $11, version = $12
         where id = $1 and version = $12 - 1`,
        accountValues(account).slice(0, 12),
      )
      return changed === 1
    },
    putPicture: async (id, file, at) => {
      const before = await sql.get<{ picture: string | null }>('select picture from account where id = $1', [id])
      if (file !== null)
        await sql.run(insertStored, [
          ...attachmentValues(file.attachment, file.hash, { kind: 'operator', id }, null),
          at,
        ])
      await sql.run('update account set picture = $2 where id = $1', [id, file?.attachment.id ?? null])
      // One that he has sent to somebody by now is a file of that conversation.
      const text = 'delete from attachment where id = $1 and conversation_id is null'
      if (before?.picture != null) await sql.run(text, [before.picture])
    },
    touchAccount: async (id, at) =>
      void (await sql.run('update account set last_seen_at = $2 where id = $1', [id, at])),
    ...codeWrites(sql),
    ...sessionWrites(sql),
    audit: async ({ at, actor, action, subject, facts }) =>
      void (await sql.run('insert into audit (at, account_id, action, subject, detail) values ($1, $2, $3, $4, $5)', [
        at,
        actor,
        action,
        subject,
        JSON.stringify(facts),
      ])),
    afterCommit: (effect) => sql.afterCommit(effect),
  }
}

const codeWrites = (sql: Transaction): Pick<AccountWrites, 'insertCode' | 'spendCode' | 'dropCodes'> => ({
  insertCode: async ({ hash, kind, accountId, createdAt, expiresAt, usedAt }) =>
    void (await sql.run(`insert into one_time_code (${codeColumns}) values ($1, $2, $3, $4, $5, $6)`, [
      hash,
      kind,
      accountId,
      createdAt,
      expiresAt,
      usedAt,
    ])),
  spendCode: async (hash, now) =>
    (await sql.run('update one_time_code set used_at = $2 where hash = $1 and used_at is null and expires_at > $2', [
      hash,
      now,
    ])) === 1,
  dropCodes: async (accountId) =>
    void (await sql.run(
      'delete from one_time_code where used_at is null and account_id is not distinct from cast($1 as text)',
      [accountId],
    )),
})

const sessionWrites = (sql: Transaction): Pick<AccountWrites, 'insertSession' | 'touchSession' | 'endSession'> => ({
  insertSession: async (session) =>
    void (await sql.run(`insert into session (${sessionColumns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, [
      session.id,
      session.tokenHash,
      session.accountId,
      session.device,
      session.deviceName,
      session.createdAt,
      session.lastSeenAt,
      session.endedAt,
      session.endReason,
    ])),
  touchSession: async (id, at) => void (await sql.run('update session set last_seen_at = $2 where id = $1', [id, at])),
  endSession: async (id, now, reason) =>
    (await sql.run('update session set ended_at = $2, end_reason = $3 where id = $1 and ended_at is null', [
      id,
      now,
      reason,
    ])) === 1,
})

export const accountStore = (reader: Reader, writer: Writer): AccountStore => ({
  read: accountReads(reader),
  write: (job) => writer.write((transaction) => job(accountWrites(transaction))),
})
