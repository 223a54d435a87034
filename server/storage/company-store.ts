import { ChannelRules, type Messenger } from '#protocol/channel'
import type { AttachmentId, ChannelId, GroupId, OperatorId } from '#protocol/ids'
import type { Role } from '#protocol/operator'
import { Schedule } from '#protocol/schedules'
import { DistributionSettings, defaultDistribution } from '#protocol/settings'
import type {
  AccountFacts,
  ChannelRecord,
  CompanyRows,
  CompanyStore,
  GroupLoadRow,
  LoadRow,
  StoredGroup,
  Tallies,
  Turn,
} from '../operators/ports'
import { readGroups, removeGroup, writeGroup } from './group-rows'
import { readMeta, writeMeta } from './meta-store'
import type { ReadableSql, WritableSql } from './sql'

const settingsKey = 'distribution'
const scheduleKey = 'schedule'
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
  readonly picture: AttachmentId | null
}

const accountText = `select id, name, role, can_supervise, may_exceed_limit, is_active, takes_part, limit_kind, limit_value,
    picture
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
  picture: row.picture,
})

interface ChannelRow {
  readonly id: ChannelId
  readonly name: string
  readonly messenger: Messenger
  readonly is_connected: number
  readonly version: number
  readonly rules: string
}

async function readChannels(sql: ReadableSql): Promise<readonly ChannelRecord[]> {
  const rows = await sql.all<ChannelRow>(
    'select id, name, messenger, is_connected, version, rules from channel order by created_at, id',
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    messenger: row.messenger,
    isConnected: row.is_connected === 1,
    version: row.version,
    rules: ChannelRules.parse(JSON.parse(row.rules)),
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

async function readSchedule(sql: ReadableSql): Promise<CompanyRows['schedule']> {
  const row = await sql.get<{ version: number; value: string }>('select version, value from setting where key = $1', [
    scheduleKey,
  ])
  if (row === undefined) return { version: 0, value: null }
  return { version: row.version, value: Schedule.nullable().parse(JSON.parse(row.value)) }
}

/** The company as it is saved. */
export const readCompany = async (sql: ReadableSql): Promise<CompanyRows> => ({
  name: (await readMeta(sql, nameKey)) ?? unnamed,
  settings: await readSettings(sql),
  accounts: (await sql.all<AccountRow>(accountText)).map(accountOf),
  schedule: await readSchedule(sql),
  groups: await readGroups(sql),
  channels: await readChannels(sql),
  turns: await sql.all<Turn>(
    'select group_id as "groupId", channel_id as "channelId", operator_id as "operatorId" from turn_pointer',
  ),
})

/** Counts loads and the company from the rows: what the read model is compared with. */
export class SqlCompanyStore implements CompanyStore {
  readonly #sql: WritableSql

  constructor(sql: WritableSql) {
    this.#sql = sql
  }

  read(): Promise<CompanyRows> {
    return readCompany(this.#sql)
  }

  async loads(): Promise<readonly LoadRow[]> {
    const assigned = await this.#sql.all<Omit<LoadRow, 'shared' | 'groups'>>(
      `select assignee_id as "operatorId", count(*) as "open", count(unanswered_since) as "awaiting",
        max(assigned_at) as "lastAssignedAt"
      from conversation where is_open = 1 and assignee_id is not null and assignee_kind = 'operator' group by assignee_id`,
    )
    const shared = await this.#sql.all<{ operatorId: OperatorId; count: number }>(
      `select part.operator_id as "operatorId", count(*) as "count" from part
      join conversation on conversation.id = part.conversation_id
      where part.part = 'coAssignee' and conversation.is_open = 1 group by part.operator_id`,
    )
    const ofGroups = await this.#sql.all<GroupLoadRow & { readonly operatorId: OperatorId }>(
      `select assignee_id as "operatorId", of_group as "groupId", count(*) as "open", count(unanswered_since) as "awaiting"
      from conversation where is_open = 1 and assignee_id is not null and assignee_kind = 'operator' and of_group is not null
      group by assignee_id, of_group`,
    )
    const groupsOf = (id: OperatorId) => ofGroups.filter((one) => one.operatorId === id)
    const sharedBy = new Map(shared.map(({ operatorId, count }) => [operatorId, count]))
    const known = new Set(assigned.map((row) => row.operatorId))
    const nothing = { open: 0, awaiting: 0, lastAssignedAt: null }
    const others = [...sharedBy.keys()].filter((id) => !known.has(id)).map((operatorId) => ({ operatorId, ...nothing }))
    return [...assigned, ...others].map((row) => ({
      ...row,
      shared: sharedBy.get(row.operatorId) ?? 0,
      groups: groupsOf(row.operatorId),
    }))
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
    await this.#audit(at, by, 'company.renamed', 'company', JSON.stringify({ name }))
  }

  async saveSettings(
    version: number,
    value: DistributionSettings,
    at: number,
    by: OperatorId | null,
  ): Promise<boolean> {
    return await this.#saveSetting(settingsKey, version, value, at, by)
  }

  async saveSchedule(version: number, value: Schedule | null, at: number, by: OperatorId | null): Promise<boolean> {
    return await this.#saveSetting(scheduleKey, version, value, at, by)
  }

  /** With a line in the audit trail that says what it was and what it is. */
  async #saveSetting(
    key: string,
    version: number,
    value: unknown,
    at: number,
    by: OperatorId | null,
  ): Promise<boolean> {
    const json = JSON.stringify(value)
    const before = await this.#sql.get<{ value: string }>('select value from setting where key = $1', [key])
    const text =
      version === 0
        ? `insert into setting (key, version, value, changed_at, changed_by) values ($1, $2 + 1, $3, $4, $5)
          on conflict do nothing`
        : `update setting set version = version + 1, value = $3, changed_at = $4, changed_by = $5
          where key = $1 and version = $2`
    if ((await this.#sql.run(text, [key, version, json, at, by])) !== 1) return false
    const detail = `{"before":${before?.value ?? 'null'},"after":${json}}`
    await this.#audit(at, by, 'setting.saved', key, detail)
    return true
  }

  async saveRules(id: ChannelId, version: number, rules: ChannelRules, at: number, by: OperatorId): Promise<boolean> {
    const before = await this.#sql.get<{ rules: string }>('select rules from channel where id = $1', [id])
    const json = JSON.stringify(rules)
    const text = 'update channel set rules = $3, version = version + 1 where id = $1 and version = $2'
    if ((await this.#sql.run(text, [id, version, json])) !== 1) return false
    await this.#audit(at, by, 'channel.distributed', id, `{"before":${before?.rules ?? 'null'},"after":${json}}`)
    return true
  }

  async saveGroup(group: StoredGroup, isNew: boolean, at: number, by: OperatorId): Promise<boolean> {
    const before = (await readGroups(this.#sql)).find((one) => one.id === group.id)
    if (!(await writeGroup(this.#sql, group, isNew))) return false
    await this.#audit(at, by, isNew ? 'group.made' : 'group.saved', group.id, JSON.stringify({ before, after: group }))
    return true
  }

  async deleteGroup(id: GroupId, version: number, at: number, by: OperatorId): Promise<boolean> {
    const before = (await readGroups(this.#sql)).find((one) => one.id === id)
    if (before?.version !== version) return false
    await removeGroup(this.#sql, id)
    await this.#audit(at, by, 'group.deleted', id, JSON.stringify({ before }))
    return true
  }

  async #audit(at: number, by: OperatorId | null, action: string, subject: string, detail: string): Promise<void> {
    const text = 'insert into audit (at, account_id, action, subject, detail) values ($1, $2, $3, $4, $5)'
    await this.#sql.run(text, [at, by, action, subject, detail])
  }
}
