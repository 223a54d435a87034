import type { ConversationId, OperatorId } from '#protocol/ids'
import type { SystemEvent } from '#protocol/message'
import type { Presence } from '#protocol/operator'
import { Announcer, type News } from '../conversations/announcer'
import type { ConversationFacts } from '../conversations/facts'
import { pointerKey } from '../distribution/snapshot'
import { Distributor } from '../operators/distributor'
import { Moments } from '../operators/moments'
import type { CompanyRows, CompanyStore, FullDistribution, Turn } from '../operators/ports'
import { Roster } from '../operators/roster'
import { RosterScreen } from '../operators/roster-screen'
import { RosterSession } from '../operators/roster-session'
import { MemoryRows } from './memory-rows'
import { MemoryHub, type MemoryWork } from './memory-work'
import { RecordedAttendance } from './recorded-attendance'
import { VirtualClock } from './virtual-clock'

export type OnLine = (facts: ConversationFacts, at: number, event: SystemEvent) => void

/** The core of a hub that lives in memory and in time of its own: the roster, the distributor and the use-cases are the hub's. */
export class RehearsedCompany {
  readonly clock: VirtualClock
  readonly rows = new MemoryRows()
  readonly hub: MemoryHub
  /** Conversations whose claim the rows refused: must stay 0, as in the hub. */
  bugs = 0
  readonly #turns = new Map<string, Turn>()
  readonly #attendance: RecordedAttendance
  #company: CompanyRows
  #roster = new Roster()
  #moments: Moments
  #distributor: Distributor | null = null
  #failure: unknown = null

  constructor(company: CompanyRows, from: number, onLine: OnLine) {
    this.#company = company
    this.clock = new VirtualClock(from)
    const { clock } = this
    this.#attendance = new RecordedAttendance({
      roster: () => this.#roster,
      hub: () => this.hub,
      now: () => clock.now(),
      timers: clock,
    })
    this.#moments = this.#newMoments()
    const news = new Announcer<News>()
    this.hub = new MemoryHub({
      rows: this.rows,
      now: () => clock.now(),
      company: this.#store(),
      staff: (effects) => new RosterSession(this.#roster, new RosterScreen(this.#roster, news), this.#moments, effects),
      distribution: (work) => this.#distributor?.within(work) ?? still,
      onLine,
    })
    this.#takeCompany()
  }

  /** Whoever was given something last when, for the order by load. */
  assignedLast(moments: ReadonlyMap<OperatorId, number>): void {
    for (const [id, at] of moments) {
      const entry = this.#roster.members.get(id)?.entry
      if (entry !== undefined && at > (entry.lastAssignedAt ?? 0)) entry.lastAssignedAt = at
    }
  }

  takeTurns(turns: readonly Turn[]): void {
    for (const turn of turns) this.#turns.set(pointerKey(turn.groupId, turn.channelId), turn)
    this.#roster.setTurns(turns.map((turn) => [pointerKey(turn.groupId, turn.channelId), turn.operatorId] as const))
  }

  /** These rules hold from now on, as though they had been saved at this moment. */
  adopt(company: CompanyRows): void {
    this.#company = company
    this.#takeCompany()
  }

  /** Distribution begins. After a restart of the hub the model is read from the rows, and those who were there are waited for. */
  async start(presences: ReadonlyMap<OperatorId, Presence>, isRestart: boolean): Promise<void> {
    this.halt()
    if (isRestart) {
      this.#roster = new Roster()
      this.#takeCompany()
    }
    this.#attendance.begin(presences, isRestart)
    this.#moments = this.#newMoments()
    this.#distributor = new Distributor({
      roster: this.#roster,
      hub: () => this.hub,
      attendance: this.#attendance,
      clock: this.clock,
      timers: this.clock,
      log: {
        decided: () => {},
        clockJumped: () => {},
        bug: (_what, count) => {
          this.bugs += count
        },
        failed: (_what, error) => {
          this.#failure ??= error
        },
      },
      clockOff: 0,
      moments: this.#moments,
      isSwept: false,
    })
    await this.#distributor.start()
  }

  become(operatorId: OperatorId, presence: Presence): Promise<void> {
    return this.write((work) => this.#attendance.become(work, operatorId, presence))
  }

  write<Value>(job: (work: MemoryWork) => Promise<Value>): Promise<Value> {
    return this.hub.write(job)
  }

  /** Lets time go on to a moment, with everything that falls due on the way. */
  async goOn(to: number): Promise<void> {
    await this.#settled()
    while (this.clock.step(to)) await this.#settled()
  }

  /** The hub is down: nothing falls due. */
  halt(): void {
    this.#distributor?.close()
    this.#attendance.close()
  }

  isHere(operatorId: OperatorId): boolean {
    const effective = this.#roster.members.get(operatorId)?.presence.effective
    return effective === 'online' || effective === 'busy'
  }

  conversation(id: ConversationId): ConversationFacts | undefined {
    return this.rows.get(id)
  }

  async #settled(): Promise<void> {
    await this.hub.idle()
    if (this.#failure !== null) throw this.#failure
  }

  #takeCompany(): void {
    this.#roster.take({ ...this.#company, turns: [...this.#turns.values()] })
    this.#roster.takeLoads(this.rows.loads(), this.rows.tallies())
  }

  #newMoments(): Moments {
    return new Moments({
      ...{ clock: this.clock, timers: this.clock },
      onCame: (came) => this.#distributor?.came(came),
    })
  }

  #store(): CompanyStore {
    const saved = async () => true
    return {
      read: async () => this.#company,
      loads: async () => this.rows.loads(),
      openCounts: async () => new Map(this.rows.loads().map((row) => [row.operatorId, row.open])),
      tallies: async () => this.rows.tallies(),
      saveTurn: async (turn) => void this.#turns.set(pointerKey(turn.groupId, turn.channelId), turn),
      rename: async () => {},
      ...{ saveSettings: saved, saveSchedule: saved, saveRules: saved, saveGroup: saved, deleteGroup: saved },
    }
  }
}

/** Before the days begin nobody is handed out to: history says who had what. */
const still: FullDistribution = {
  begin: async () => {},
  messageArrived: async () => {},
  givenBack: async () => {},
  settle: async () => {},
  operatorReady: async () => {},
  reassignmentDue: async () => 0,
  restOver: async () => {},
  companyChanged: async () => {},
  momentCame: async () => {},
  drain: async () => 0,
}
