import { type ChannelRules, defaultRules } from '#protocol/channel'
import { ChannelId, GroupId, OperatorId } from '#protocol/ids'
import type { ChosenStatus, Role } from '#protocol/operator'
import type { Schedule } from '#protocol/schedules'
import { type DistributionSettings, defaultDistribution } from '#protocol/settings'
import type { OpenHub } from '#server/open-hub'
import { companyChanged } from '#server/operators/company'
import type { OperatorsWork, StoredGroup } from '#server/operators/ports'
import type { Random } from '#server/platform'
import type { CommitFaults } from '#server/storage/sqlite/writer'
import { type Disk, Life, type RunOptions, runHub } from './hub-run'
import { Mirror } from './mirror'
import { settle, type VirtualTime } from './virtual-time'

export const everybody = GroupId.parse('everybody')
const channelId = ChannelId.parse('channel-1')

export interface OperatorTraits {
  readonly role?: Role
  readonly limit?: number | 'company' | null
  readonly mayExceedLimit?: boolean
  readonly canSupervise?: boolean
  readonly takesPart?: boolean
  /** Null: never here. */
  readonly status?: ChosenStatus | null
}

/** The company of a hub, as a test arranges it; over a store that may fail and a hub that may die. */
export class CompanyHub {
  readonly channelId = channelId
  readonly #run: RunOptions
  open: OpenHub
  mirror: Mirror
  #life: Life
  /** Chats of other channels than the first. */
  readonly #channels = new Map<string, ChannelId>()

  constructor(run: RunOptions, open: OpenHub, life: Life) {
    this.#run = run
    this.#life = life
    this.open = open
    this.mirror = new Mirror(open)
  }

  get time(): VirtualTime {
    return this.#run.time
  }

  get file(): string {
    return this.#run.file
  }

  get random(): Random {
    return this.#run.random
  }

  /** What the distribution has counted as bugs, and what has failed. */
  get bugs(): string[] {
    return this.#run.bugs
  }

  get disk(): Disk {
    return this.#run.disk
  }

  write<Value>(job: (work: OperatorsWork) => Promise<Value>): Promise<Value> {
    return this.open.hub.write(job)
  }

  async sql(text: string, values: readonly (string | number | null)[] = []): Promise<void> {
    await this.open.writer.write((transaction) => transaction.run(text, values))
  }

  /** Lets no commit succeed until it is repaired, as a full disk. */
  breakStore(): { repair: () => void } {
    this.disk.isFull = true
    return {
      repair: () => {
        this.disk.isFull = false
      },
    }
  }

  /** The company has changed in the store. */
  async changed(): Promise<void> {
    await this.write((work) => companyChanged(work, this.open.roster, this.open.attendance))
  }

  async settings(change: Partial<DistributionSettings>): Promise<void> {
    const { settingsVersion } = this.open.roster
    const value = { ...defaultDistribution, ...this.open.roster.settings, ...change }
    await this.write(async (work) => {
      await work.company.saveSettings(settingsVersion, value, work.now, null)
      await companyChanged(work, this.open.roster, this.open.attendance)
    })
  }

  /** Changes a group, the built-in one if no other is named; one that is not there is made. */
  async group(id: GroupId, change: Partial<StoredGroup>): Promise<void> {
    const { roster } = this.open
    const known = roster.groupFacts.find((group) => group.id === id)
    const made = {
      ...{ name: id, order: 'inTurn' as const, members: [] },
      ...{ answerTimeMs: null, limit: null, schedule: null },
    }
    const { isEverybody: _, ...before } = known ?? { ...made, id, version: 0, isEverybody: false }
    await this.write(async (work) => {
      await work.company.saveGroup({ ...before, ...change }, known === undefined, work.now, OperatorId.parse('setup'))
      await companyChanged(work, roster, this.open.attendance)
    })
  }

  /** The one every test begins with. */
  async firstChannel(): Promise<void> {
    await this.sql(
      `insert into channel (id, messenger, name, account, account_key, rules, form, webhook_secret, created_at)
       values ($1, 'telegram', 'Bot', '@bot', 'bot-1', $2, '{}', 'secret', 0)`,
      [channelId, JSON.stringify(defaultRules({ kind: 'group', groupId: everybody }))],
    )
    await this.changed()
  }

  /** Connects another channel, whose inquiries go to everybody. */
  async channel(name: string): Promise<ChannelId> {
    const id = ChannelId.parse(name)
    await this.sql(
      `insert into channel (id, messenger, name, account, account_key, rules, form, webhook_secret, created_at)
       values ($1, 'telegram', $1, $1, $1, $2, '{}', 'secret', 1)`,
      [id, JSON.stringify(defaultRules({ kind: 'group', groupId: everybody }))],
    )
    await this.changed()
    return id
  }

  /** From now on what is written as this chat comes through that channel. */
  chat(chat: string, channel: ChannelId): void {
    this.#channels.set(chat, channel)
  }

  protected channelOf(chat: string): ChannelId {
    return this.#channels.get(chat) ?? channelId
  }

  /** Who gets what the contacts of the channel write. */
  async rules(change: Partial<ChannelRules>, id = channelId): Promise<void> {
    const channel = this.open.roster.channelRecords.get(id)
    if (channel === undefined) throw new Error('no channel')
    await this.write(async (work) => {
      const rules = { ...channel.rules, ...change }
      await work.company.saveRules(id, channel.version, rules, work.now, OperatorId.parse('setup'))
      await companyChanged(work, this.open.roster, this.open.attendance)
    })
  }

  /** Working hours of the company. */
  async schedule(value: Schedule | null): Promise<void> {
    await this.write(async (work) => {
      await work.company.saveSchedule(this.open.roster.rows.schedule.version, value, work.now, null)
      await companyChanged(work, this.open.roster, this.open.attendance)
    })
  }

  async operator(name: string, traits: OperatorTraits = {}): Promise<OperatorId> {
    const { role = 'employee', limit = 'company', status = 'online' } = traits
    const id = OperatorId.parse(name)
    const isNumber = typeof limit === 'number'
    await this.sql(
      `insert into account (id, login, name, role, can_supervise, may_exceed_limit, takes_part, limit_kind, limit_value, created_at)
       values ($1, $1, $1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        name,
        role,
        traits.canSupervise ? 1 : 0,
        traits.mayExceedLimit ? 1 : 0,
        (traits.takesPart ?? true) ? 1 : 0,
        isNumber ? 'number' : limit === null ? 'none' : 'company',
        isNumber ? limit : null,
        this.time.now() + this.open.roster.members.size,
      ],
    )
    await this.changed()
    if (status === null) return id
    await this.open.attendance.connected(id, `${name}'s laptop`)
    await this.choose(id, status)
    return id
  }

  async choose(id: OperatorId, status: ChosenStatus): Promise<void> {
    await this.write((work) => this.open.attendance.step(work, id, { kind: 'chosen', status, cause: 'operator' }, id))
  }

  cut(id: OperatorId): Promise<void> {
    return this.open.attendance.lost(id, `${id}'s laptop`)
  }

  back(id: OperatorId): Promise<void> {
    return this.open.attendance.connected(id, `${id}'s laptop`)
  }

  /** The hub dies at the next commit, before it or before anybody hears of it: what is on its way is never answered. */
  diesAt(point: keyof CommitFaults): void {
    this.#life.diesAt = point
  }

  /** Stops the hub and starts it again on the same store after `downMs`. */
  async restart(downMs = 0): Promise<void> {
    await this.open.close()
    this.#life.isOver = true
    await this.time.advance(downMs)
    this.#life = new Life()
    this.open = await runHub(this.#run, this.#life)
    this.mirror = await Mirror.from(this.open)
    await this.open.distributor.start()
    await settle()
  }
}
