import { existsSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { defaultRules } from '#protocol/channel'
import { ChannelId, GroupId, OperatorId } from '#protocol/ids'
import type { ChosenStatus } from '#protocol/operator'
import { type DistributionSettings, defaultDistribution } from '#protocol/settings'
import { webCapabilities } from '#server/channels/web/settings'
import { receive } from '#server/conversations/receive'
import { type OpenHub, openHub } from '#server/open-hub'
import { companyChanged } from '#server/operators/company'
import { soon, systemClock, systemRandom, systemTimers } from '#server/platform'

const channelId = ChannelId.parse('channel-1')
/** Each person's work takes a transaction; so many are asked for at once. */
const atOnce = 200
const giveUpMs = 120_000

/** A timer of the hub that rang. */
export interface Ring {
  readonly afterMs: number
  readonly lateMs: number
}

/** The real hub's store, engine and announcements in this process, by the real clock, with a thousand operators. */
export class CrowdedHub {
  readonly #open: OpenHub
  readonly bugs: string[]
  #onAssigned: () => void = () => undefined

  private constructor(open: OpenHub, bugs: string[]) {
    this.#open = open
    this.bugs = bugs
    open.changes.subscribe((changes) => {
      for (const { item } of changes)
        if (item.event.kind === 'entry.added' && item.event.entry.kind === 'system')
          if (item.event.entry.event.kind === 'assigned') this.#onAssigned()
    })
  }

  /** Over a store that is there, or a new one. */
  static async open(file: string, onRing: (ring: Ring) => void = () => undefined): Promise<CrowdedHub> {
    const isNew = !existsSync(file)
    const bugs: string[] = []
    const after = (ms: number, work: () => void) => {
      const dueAt = performance.now() + ms
      return systemTimers.after(ms, () => {
        onRing({ afterMs: ms, lateMs: performance.now() - dueAt })
        work()
      })
    }
    const open = await openHub({
      ...{ file, clock: systemClock, timers: { after }, random: systemRandom, soon },
      capabilities: new Map([['web', webCapabilities]]),
      log: {
        decided: () => undefined,
        clockJumped: () => undefined,
        bug: (what, count) => void bugs.push(`${what} ${count}`),
        failed: (what, error) => void bugs.push(`${what}: ${String(error)}`),
      },
    })
    const hub = new CrowdedHub(open, bugs)
    if (isNew) await hub.#connectChannel()
    return hub
  }

  async #connectChannel(): Promise<void> {
    const rules = JSON.stringify(defaultRules({ kind: 'group', groupId: GroupId.parse('everybody') }))
    await this.#open.writer.write((transaction) =>
      transaction.run(
        `insert into channel (id, messenger, name, account, account_key, rules, form, webhook_secret, created_at)
           values ($1, 'web', 'Site', 'site', 'site', $2, '{}', 'secret', 0)`,
        [channelId, rules],
      ),
    )
  }

  /** New accounts of the company; nobody of them is here yet. */
  async hire(people: readonly OperatorId[]): Promise<void> {
    const { writer, hub, roster, attendance } = this.#open
    await writer.write(async (transaction) => {
      for (const [place, id] of people.entries())
        await transaction.run(
          `insert into account (id, login, name, role, created_at) values ($1, $1, $1, 'employee', $2)`,
          [id, place],
        )
    })
    await hub.write((work) => companyChanged(work, roster, attendance))
  }

  start(): Promise<void> {
    return this.#open.distributor.start()
  }

  async settings(change: Partial<DistributionSettings>): Promise<void> {
    const { hub, roster, attendance } = this.#open
    await hub.write(async (work) => {
      const value = { ...defaultDistribution, ...roster.settings, ...change }
      await work.company.saveSettings(roster.settingsVersion, value, work.now, null)
      await companyChanged(work, roster, attendance)
    })
  }

  connect(people: readonly OperatorId[]): Promise<void> {
    return inTurns(people, (id) => this.#open.attendance.connected(id, `${id}'s laptop`))
  }

  choose(people: readonly OperatorId[], status: ChosenStatus): Promise<void> {
    const { hub, attendance } = this.#open
    return inTurns(people, (id) =>
      hub.write((work) => attendance.step(work, id, { kind: 'chosen', status, cause: 'operator' }, id)),
    )
  }

  /** So many contacts write for the first time. */
  write(contacts: number): Promise<void> {
    const numbers = Array.from({ length: contacts }, (_, number) => number)
    return inTurns(numbers, async (number) => {
      const externalChat = `chat-${number}`
      const eventKey = `event-${number}`
      const sender = { externalId: externalChat, name: externalChat, username: null, link: null }
      await receive(this.#open.hub, channelId, { eventKey, externalChat, body: '{}' }, () => [
        {
          ...{ kind: 'message', eventKey, externalChat, externalMessageId: eventKey, isGroup: false, sender },
          ...{ text: 'Здравствуйте', attachments: [], album: null, replyToExternalId: null, providerAt: null },
          source: null,
        },
      ])
    })
  }

  /** Resolves when so many more assignments have been announced. */
  assigned(count: number): Promise<void> {
    let left = count
    return new Promise((done, fail) => {
      const guard = setTimeout(() => fail(new Error(`${left} of ${count} were not assigned`)), giveUpMs)
      this.#onAssigned = () => {
        left--
        if (left > 0) return
        clearTimeout(guard)
        done()
      }
    })
  }

  /** The most conversations one of these has, and how many they have together. */
  loads(people: readonly OperatorId[]): { readonly most: number; readonly total: number } {
    const loads = people.map((id) => this.#open.roster.members.get(id)?.open ?? 0)
    return { most: Math.max(...loads), total: loads.reduce((sum, load) => sum + load, 0) }
  }

  async close(): Promise<void> {
    await this.#open.close()
  }
}

export const staffOf = (count: number): readonly OperatorId[] =>
  Array.from({ length: count }, (_, place) => OperatorId.parse(`operator-${place + 1}`))

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) await Promise.all(items.slice(from, from + atOnce).map(work))
}
