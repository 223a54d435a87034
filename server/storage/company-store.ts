import { z } from 'zod'
import { type Messenger, Receiver } from '#protocol/channel'
import { type ChannelId, type GroupId, OperatorId } from '#protocol/ids'
import type { Role } from '#protocol/operator'
import { DistributionSettings, defaultDistribution } from '#protocol/settings'
import type {
  AccountFacts,
  ChannelRecord,
  CompanyRows,
  CompanyStore,
  GroupFacts,
  LoadRow,
  Tallies,
  Turn,
} from '../operators/ports'
import { readMeta, writeMeta } from './meta-store'
import type { ReadableSql, WritableSql } from './sql'

const settingsKey = 'distribution'
const nameKey = 'companyName'
/** Of a company that has not said its name. */
const unnamed = 'Pult'

interface AccountRow {
  readonly id: OperatorId
  readonly name: string
  readonly role: Role
  readonly can_supervise: number
  readonly may_exceed_limit: number
  readonly is_active: number
  readonly takes_part: number
  readonly limit_kind: 'company' | 'none' | 'number'
  readonly limit_value: number | null
}

const accountText = `select id, name, role, can_supervise, may_exceed_limit, is_active, takes_part, limit_kind, limit_value
  from account order by created_at, id`

const accountOf = (row: AccountRow): AccountFacts => ({
  id: row.id,
  name: row.name,
  role: row.role,
  canSupervise: row.can_supervise === 1,
  mayExceedLimit: row.may_exceed_limit === 1,
  isActive: row.is_active === 1,
  takesPart: row.takes_part === 1,
  limit: row.limit_kind === 'company' ? 'company' : row.limit_value,
})

async function readGroups(sql: ReadableSql): Promise<readonly GroupFacts[]> {
  const groups = await sql.all<{ id: GroupId; name: string; is_everybody: number }>(
    'select id, name, is_everybody from operator_group order by place, id',
  )
  const members = await sql.all<{ group_id: GroupId; account_id: OperatorId }>(
    'select group_id, account_id from group_member order by place, account_id',
  )
  return groups.map((group) => ({
    id: group.id,
    name: group.name,
    isEverybody: group.is_everybody === 1,
    members: members.filter((one) => one.group_id === group.id).map((one) => one.account_id),
  }))
}

const Pool = z.array(OperatorId)

interface ChannelRow {
  readonly id: ChannelId
  readonly messenger: Messenger
  readonly is_connected: number
  readonly receiver: string
  readonly pool: string | null
}

async function readChannels(sql: ReadableSql): Promise<readonly ChannelRecord[]> {
  const rows = await sql.all<ChannelRow>(
    'select id, messenger, is_connected, receiver, pool from channel order by created_at, id',
  )
  return rows.map((row) => ({
    id: row.id,
    messenger: row.messenger,
    isConnected: row.is_connected === 1,
    receiver: Receiver.parse(JSON.parse(row.receiver)),
    pool: row.pool === null ? null : Pool.parse(JSON.parse(row.pool)),
  }))
}

/** Distribution settings as saved; version 0 are the defaults of a new company. */
async function readSettings(sql: ReadableSql): Promise<CompanyRows['settings']> {
  const row = await sql.get<{ version: number; value: string }>('select version, value from setting where key = $1', [
    settingsKey,
  ])
  if (row === undefined) return { version: 0, value: defaultDistribution }
  return { version: row.version, value: DistributionSettings.parse(JSON.parse(row.value)) }
}

/** Counts loads and the company from the rows: what the read model is compared with. */
export class SqlCompanyStore implements CompanyStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  async read(): Promise<CompanyRows> {
    return {
      name: (await readMeta(this.#sql, nameKey)) ?? unnamed,
      settings: await readSettings(this.#sql),
      accounts: (await this.#sql.all<AccountRow>(accountText)).map(accountOf),
      groups: await readGroups(this.#sql),
      channels: await readChannels(this.#sql),
      turns: await this.#sql.all<Turn>(
        'select group_id as "groupId", channel_id as "channelId", operator_id as "operatorId" from turn_pointer',
      ),
    }
  }

  async loads(): Promise<readonly LoadRow[]> {
    const assigned = await this.#sql.all<Omit<LoadRow, 'shared'>>(
      `select assignee_id as "operatorId", count(*) as "open", count(unanswered_since) as "awaiting",
        max(assigned_at) as "lastAssignedAt"
      from conversation where is_open = 1 and assignee_id is not null and assignee_kind = 'operator' group by assignee_id`,
    )
    const shared = await this.#sql.all<{ operatorId: OperatorId; count: number }>(
      `select part.operator_id as "operatorId", count(*) as "count" from part
      join conversation on conversation.id = part.conversation_id
      where part.part = 'coAssignee' and conversation.is_open = 1 group by part.operator_id`,
    )
    const byId = new Map<OperatorId, LoadRow>(assigned.map((row) => [row.operatorId, { ...row, shared: 0 }]))
    for (const { operatorId, count } of shared) {
      const row = byId.get(operatorId) ?? { operatorId, open: 0, awaiting: 0, lastAssignedAt: null }
      byId.set(operatorId, { ...row, shared: count })
    }
    return [...byId.values()]
  }

  async openCounts(): Promise<ReadonlyMap<OperatorId, number>> {
    const rows = await this.#sql.all<{ operatorId: OperatorId; count: number }>(
      `select assignee_id as "operatorId", count(*) as "count" from conversation
      where is_open = 1 and assignee_id is not null group by assignee_id`,
    )
    return new Map(rows.map(({ operatorId, count }) => [operatorId, count]))
  }

  async tallies(): Promise<Tallies> {
    const count = async (condition: string) =>
      (await this.#sql.get<{ count: number }>(`select count(*) as "count" from conversation where ${condition}`))
        ?.count ?? 0
    const waiting = await count('is_open = 1 and unanswered_since is not null')
    const rest = await count('is_open = 1 and unanswered_since is null')
    return {
      open: waiting + rest,
      unassigned: await count('is_open = 1 and assignee_id is null'),
      closed: await count('is_open = 0'),
      queued: await count('queue_rank is not null'),
    }
  }

  async saveTurn({ groupId, channelId, operatorId }: Turn): Promise<void> {
    const text = `insert into turn_pointer (group_id, channel_id, operator_id) values ($1, $2, $3)
      on conflict (group_id, channel_id) do update set operator_id = excluded.operator_id`
    await this.#sql.run(text, [groupId, channelId, operatorId])
  }

  async rename(name: string, at: number, by: OperatorId): Promise<void> {
    await writeMeta(this.#sql, nameKey, name)
    const text = 'insert into audit (at, account_id, action, subject, detail) values ($1, $2, $3, $4, $5)'
    await this.#sql.run(text, [at, by, 'company.renamed', 'company', JSON.stringify({ name })])
  }

  async saveSettings(
    version: number,
    value: DistributionSettings,
    at: number,
    by: OperatorId | null,
  ): Promise<boolean> {
    const json = JSON.stringify(value)
    const text =
      version === 0
        ? `insert into setting (key, version, value, changed_at, changed_by) values ($1, $2 + 1, $3, $4, $5)
          on conflict do nothing`
        : `update setting set version = version + 1, value = $3, changed_at = $4, changed_by = $5
          where key = $1 and version = $2`
    return (await this.#sql.run(text, [settingsKey, version, json, at, by])) === 1
  }
}
