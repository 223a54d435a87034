import type { ChannelId, OperatorId } from '#protocol/ids'
import { OperatorId as operatorId } from '#protocol/ids'
import { reassignmentModes } from '#protocol/settings'
import { aHub, type TestHub } from '#test/support/a-hub'
import { everybody } from '#test/support/company-hub'
import { settle } from '#test/support/virtual-time'
import { contactActs } from './acts/contacts'
import { calmFate, fateActs } from './acts/fate'
import { operatorActs } from './acts/operators'
import { settingActs } from './acts/settings'
import { supervisorActs } from './acts/supervisors'
import { AttendanceModel } from './attendance-model'
import { CompanyModel } from './company-model'
import type { Dice } from './dice'
import { groupIds, someGroup, someHours, someRules } from './dice-of-rules'
import { judged } from './judge-move'
import { Ledger, type Move } from './ledger'
import { Overtaken } from './overtaken'
import type { Act, Stage } from './scene'
import { Watch } from './watch'
import { Witness } from './witness'

const names = ['ivan', 'regina', 'oleg', 'maria', 'pavel']
const chiefs = ['chief', 'vera']
const calmActs: readonly Act[] = [...contactActs, ...operatorActs, ...calmFate]
const acts: readonly Act[] = [...calmActs, ...supervisorActs, ...settingActs, ...fateActs]
const minuteMs = 60_000

/**
 * A company at work over the real store, in virtual time: contacts write, operators answer, go, come back, pass on and close, two
 * administrators interfere, settings change, the hub restarts and dies. Every step is thrown with dice, so a seed tells the whole
 * story again. Beside it stand those who look on: company, attendance, ledger and witness, told only what happened.
 */
export class World implements Stage {
  readonly attendance = new AttendanceModel()
  readonly company: CompanyModel = new CompanyModel(() => this.hub)
  readonly witness: Witness = new Witness(this.company, this.attendance, () => this.ledger)
  readonly overtaken: Overtaken = new Overtaken(this)
  readonly ledger: Ledger = new Ledger((move) => this.#moved(move))
  readonly watch: Watch = new Watch(this)
  readonly story: string[] = []
  /** What was wrong at the position it was told. */
  readonly problems: string[] = []
  readonly channels: ChannelId[] = []
  readonly chats: readonly string[] = Array.from({ length: 24 }, (_, index) => `contact-${index + 1}`)
  /** Chats that somebody has written in. */
  readonly written = new Set<string>()
  moves: Move[] = []
  /** After a restart the hub hands out nothing before this, or before all who were there are back. */
  quietUntil = 0
  /** When the wall clock last jumped: what was written down before has another time now. */
  jumpedAt = Number.NEGATIVE_INFINITY
  hasRestartedSinceJump = false
  readonly clockJumps: boolean
  restartedAt = Number.NEGATIVE_INFINITY
  /** Contacts' messages that were acknowledged. */
  readonly accepted = new Set<string>()
  #missing = new Set<OperatorId>()

  private constructor(
    readonly hub: TestHub,
    readonly dice: Dice,
    private readonly rules: 'change' | 'stay',
  ) {
    this.clockJumps = rules === 'change' && dice.chance(20)
  }

  /** `rules`: whether they change now and then. Where they stay, there is one group, and nothing worse happens than a restart. */
  static async begin(dice: Dice, rules: 'change' | 'stay' = 'change'): Promise<World> {
    const world = new World(await aHub({}, dice), dice, rules)
    await world.#found()
    world.ledger.follow(world.hub)
    return world
  }

  /** On the clock that may jump: the hub's. */
  get now(): number {
    return this.hub.time.now()
  }

  /** On the clock that never does. */
  get elapsed(): number {
    return this.hub.time.monotonic()
  }

  get hasJumped(): boolean {
    return this.jumpedAt > Number.NEGATIVE_INFINITY
  }

  /** Started with a clock that cannot be believed, the hub takes nothing for ten minutes from who was away before. */
  doubts(absentSince: number): boolean {
    return this.hasJumped && absentSince <= this.restartedAt && this.elapsed <= this.restartedAt + 600_000
  }

  get isQuiet(): boolean {
    return this.elapsed < this.quietUntil
  }

  /** One thing happens, and everything that follows from it at once. */
  async step(): Promise<void> {
    this.moves = []
    await this.#pick()(this)
    await settle()
    this.watch.look()
  }

  async pass(ms: number): Promise<void> {
    const end = this.elapsed + ms
    while (this.elapsed < end) {
      const toMinute = minuteMs - (this.now % minuteMs)
      // Hours begin and end with a minute: who looks on has to know it before the hub acts.
      const piece = Math.min(end - this.elapsed, toMinute === 1 ? 1 : toMinute - 1, 1_000)
      if (piece === toMinute) this.#minuteComes()
      await this.hub.time.advance(piece)
      this.watch.look()
    }
  }

  /** Time in which nobody who looks on can expect anything. */
  async passBlind(ms: number): Promise<void> {
    this.watch.isBlind = true
    await this.pass(ms)
    this.watch.isBlind = false
    this.watch.forget()
  }

  /** The hub is not there from now on for so long; whoever looks on goes on from what is stored. */
  async restart(downMs: number): Promise<void> {
    const downAt = this.elapsed
    await this.hub.restart(downMs)
    this.restartedAt = this.elapsed
    this.hasRestartedSinceJump = true
    this.#missing = new Set(this.attendance.restarts(downAt, this.elapsed))
    this.quietUntil = this.#missing.size === 0 ? this.elapsed : this.elapsed + 10_000
    await this.ledger.catchUp(this.hub)
    this.witness.catchUp(this.hub.open.roster.pointers)
    this.ledger.follow(this.hub)
    this.watch.forget()
  }

  async connect(id: OperatorId, device: string): Promise<void> {
    this.attendance.isBack(id, device, this.elapsed)
    if (this.#missing.delete(id) && this.#missing.size === 0) this.quietUntil = Math.min(this.quietUntil, this.elapsed)
    await this.hub.open.attendance.connected(id, device)
  }

  jump(ms: number): void {
    this.hub.time.jump(ms)
    this.jumpedAt = this.elapsed
    this.hasRestartedSinceJump = false
    this.ledger.clockJumped(ms)
  }

  tell(line: string): void {
    this.story.push(`${(this.elapsed / 1_000).toFixed(1)} ${line}`)
  }

  #moved(move: Move) {
    const { known, event, position } = move
    const given = this.witness.moved(move)
    this.problems.push(...judged(this, move))
    this.moves.push(move)
    this.overtaken.moved(move)
    const above = event.aboveLimit ? ' above the limit' : ''
    this.tell(
      `  ${known.row.contactName}: ${event.from?.id ?? '-'} -> ${event.to?.id ?? '-'}, ${event.cause}${above} @${position}`,
    )
    return given
  }

  #minuteComes(): void {
    if (!this.company.settings.offlineAtClosing || this.isQuiet) return
    const edge = this.now + 1
    for (const id of [...this.company.operators, ...this.company.administrators]) {
      const isOver = this.company.worksAt(id, edge - 1) && !this.company.worksAt(id, edge)
      if (isOver && this.attendance.chosen(id, this.elapsed + 1) !== 'offline')
        this.attendance.chooses(id, 'offline', this.elapsed + 1)
    }
  }

  async #found(): Promise<void> {
    const { dice, company, hub } = this
    this.channels.push(hub.channelId, await hub.channel('channel-2'))
    for (const [index, chat] of this.chats.entries())
      if (index % 3 === 0) hub.chat(chat, this.channels[1] ?? hub.channelId)
    for (const id of this.channels) await company.setRules(id, {})
    await company.change({
      conversationLimit: dice.between(2, 5),
      reassignment: dice.of(reassignmentModes) ?? 'allUncompleted',
      loadCounts: dice.chance(70) ? 'allOpen' : 'awaitingAnswer',
      returnToLastAssignee: dice.chance(70),
    })
    for (const name of names) await this.#hire(name)
    for (const name of chiefs) await this.#appoint(name)
    if (this.rules === 'stay') {
      await company.setGroup(everybody, { order: dice.chance(50) ? 'inTurn' : 'leastLoaded' })
      return
    }
    for (const id of groupIds) await company.setGroup(id, someGroup(this))
    await company.setGroup(everybody, { ...someGroup(this), members: [], schedule: null })
    if (dice.chance(60)) for (const id of this.channels) await company.setRules(id, someRules(this))
    if (dice.chance(50)) await company.setSchedule(someHours(this))
  }

  async #hire(name: string): Promise<void> {
    const limit = this.dice.chance(60) ? 'company' : this.dice.chance(30) ? null : this.dice.between(0, 4)
    const id = operatorId.parse(name)
    await this.hub.operator(name, { limit, status: null, mayExceedLimit: this.dice.chance(20) })
    if (limit !== 'company') this.company.limits.set(id, limit)
    this.company.operators.push(id)
    this.attendance.hired(id, this.elapsed)
    await this.#arrives(id)
  }

  /** Administrators take no part; they are here to interfere. */
  async #appoint(name: string): Promise<void> {
    const traits = { role: 'administrator', takesPart: false, status: null, mayExceedLimit: true } as const
    const id = await this.hub.operator(name, traits)
    this.company.administrators.push(id)
    this.attendance.hired(id, this.elapsed)
    await this.#arrives(id)
  }

  async #arrives(id: OperatorId): Promise<void> {
    await this.connect(id, `${id}'s laptop`)
    this.attendance.chooses(id, 'online', this.elapsed)
    await this.hub.choose(id, 'online')
  }

  #pick(): Act[1] {
    const possible = this.rules === 'stay' ? calmActs : acts
    let rest = this.dice.roll() * possible.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, act] of possible) {
      rest -= weight
      if (rest < 0) return act
    }
    throw new Error('nothing to pick from')
  }
}
