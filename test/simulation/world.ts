import type { ConversationRow } from '#protocol/conversation'
import type { ConversationId, OperatorId } from '#protocol/ids'
import type { SystemEvent } from '#protocol/message'
import { reassignmentModes } from '#protocol/settings'
import type { ConversationFacts } from '#server/conversations/facts'
import { aHub, everybody, type TestHub } from '#test/support/a-hub'
import { settle } from '#test/support/virtual-time'
import { AttendanceModel } from './attendance-model'
import { Dice } from './dice'

type Assigned = Extract<SystemEvent, { kind: 'assigned' }>

/** A change of assignee that this step has brought. */
export interface Move {
  readonly conversation: ConversationRow
  readonly event: Assigned
  readonly at: number
  /** What the one who got it had then, this one included. */
  readonly load: number
}

const chats = Array.from({ length: 24 }, (_, index) => `contact-${index + 1}`)

/**
 * A company at work over the real store, in virtual time: contacts write, operators answer, go, come back, pass on and close, an
 * administrator changes settings, the hub restarts. Every step is thrown with dice, so a seed tells the whole story again.
 */
export class World {
  readonly attendance = new AttendanceModel()
  readonly limits = new Map<OperatorId, number | null>()
  readonly story: string[] = []
  moves: Move[] = []
  /** After a restart the hub hands out nothing before this, or before all who were there are back. */
  quietUntil = 0
  #missing = new Set<OperatorId>()
  readonly #written = new Set<string>()
  /** Rows as the events have told them, one after another. */
  readonly #rows = new Map<ConversationId, ConversationRow>()

  private constructor(
    readonly hub: TestHub,
    private readonly dice: Dice,
    private readonly rules: 'change' | 'stay',
  ) {
    this.#listen()
  }

  /** `rules`: whether an administrator changes them now and then. */
  static async begin(seed: number, rules: 'change' | 'stay' = 'change'): Promise<World> {
    const dice = new Dice(seed)
    const order = dice.chance(50) ? 'inTurn' : 'leastLoaded'
    const hub = await aHub({
      conversationLimit: dice.between(2, 5),
      reassignment: dice.of(reassignmentModes) ?? 'allUncompleted',
      loadCounts: dice.chance(70) ? 'allOpen' : 'awaitingAnswer',
      returnToLastAssignee: dice.chance(70),
    })
    await hub.group(everybody, { order })
    const world = new World(hub, dice, rules)
    for (const name of ['ivan', 'regina', 'oleg', 'maria']) await world.#hire(name)
    return world
  }

  get now(): number {
    return this.hub.time.now()
  }

  get settings() {
    return this.hub.open.roster.settings
  }

  rows(): readonly ConversationRow[] {
    return [...this.#rows.values()]
  }

  /** Open conversations somebody has to be found for, with what only the hub knows of them. */
  async queue(): Promise<readonly ConversationFacts[]> {
    return await this.hub.write(async (work) => (await work.queue.page(null, 1_000)).conversations)
  }

  limitOf(id: OperatorId): number | null {
    const own = this.limits.get(id)
    return own === undefined ? this.settings.conversationLimit : own
  }

  loadOf(id: OperatorId): number {
    const isAll = this.settings.loadCounts === 'allOpen'
    return this.rows().filter(
      ({ isOpen, assignee, unansweredSince }) => isOpen && assignee?.id === id && (isAll || unansweredSince !== null),
    ).length
  }

  /** One thing happens, and everything that follows from it at once. */
  async step(): Promise<void> {
    this.moves = []
    const [, act] = pick(this.dice, this.#acts)
    await act()
    await settle()
  }

  readonly #acts: readonly (readonly [weight: number, act: () => Promise<void>])[] = [
    [30, () => this.#contactWrites()],
    [22, () => this.#timePasses()],
    [14, () => this.#answers()],
    [9, () => this.#closes()],
    [9, () => this.#chooses()],
    [8, () => this.#connectionChanges()],
    [3, () => this.#takes()],
    [3, () => this.#givesAway()],
    [2, () => this.#quits()],
    [2, () => this.#settingChanges()],
    [1, () => this.#manyWrite()],
    [1, () => this.#restarts()],
  ]

  async #hire(name: string): Promise<void> {
    const limit = this.dice.chance(60) ? 'company' : this.dice.chance(30) ? null : this.dice.between(0, 4)
    const id = await this.hub.operator(name, { limit })
    if (limit !== 'company') this.limits.set(id, limit)
    this.attendance.arrives(id, this.now)
  }

  async #contactWrites(): Promise<void> {
    const chat = this.dice.of(chats)
    if (chat === undefined) return
    this.#tell(`${chat} writes`)
    await this.hub.event(this.hub.message(chat))
    this.#written.add(chat)
  }

  async #manyWrite(): Promise<void> {
    const some = chats.filter(() => this.dice.chance(50))
    this.#tell(`${some.join(', ')} write at once`)
    await Promise.all(some.map((chat) => this.hub.event(this.hub.message(chat))))
    for (const chat of some) this.#written.add(chat)
  }

  async #timePasses(): Promise<void> {
    const ms = this.dice.chance(5) ? this.dice.between(60_000, 200_000) : this.dice.between(100, 15_000)
    this.#tell(`${ms / 1_000} s pass`)
    await this.hub.time.advance(ms)
  }

  async #answers(): Promise<void> {
    await this.#withOwn('answers', (id, chat) => this.hub.reply(id, chat))
  }

  async #closes(): Promise<void> {
    await this.#withOwn('closes', (id, chat) => this.hub.close(id, chat))
  }

  async #takes(): Promise<void> {
    const chat = this.dice.of([...this.#written])
    const id = this.#somebody(true)
    if (chat === undefined || id === undefined) return
    const outcome = await this.hub.take(id, chat)
    this.#tell(`${id} takes ${chat}: ${outcome.ok ? 'done' : outcome.refusal.code}`)
  }

  async #givesAway(): Promise<void> {
    const to = this.#somebody(false)
    if (this.dice.chance(40)) return this.#withOwn('releases', (id, chat) => this.hub.release(id, chat))
    if (to === undefined || this.dice.chance(30))
      return this.#withOwn('transfers to everybody', (id, chat) => this.hub.transfer(id, chat, null))
    return this.#withOwn(`transfers to ${to}`, (id, chat) => this.hub.transfer(id, chat, to, true))
  }

  async #chooses(): Promise<void> {
    const id = this.#somebody(true)
    const status = this.dice.of(['online', 'online', 'busy', 'offline'] as const)
    if (id === undefined || status === undefined) return
    this.#tell(`${id} chooses ${status}`)
    this.attendance.chooses(id, status, this.now)
    await this.hub.choose(id, status)
  }

  async #connectionChanges(): Promise<void> {
    const id = this.#somebody(false)
    if (id === undefined) return
    const isCut = this.attendance.isConnected(id)
    this.#tell(`${id} is ${isCut ? 'cut' : 'back'}`)
    if (isCut) this.attendance.isCut(id, this.now)
    else this.#isBack(id)
    await (isCut ? this.hub.cut(id) : this.hub.back(id))
  }

  async #quits(): Promise<void> {
    const id = this.#somebody(true)
    if (id === undefined) return
    this.#tell(`${id} quits`)
    this.attendance.quits(id, this.now)
    await this.hub.open.attendance.left(id, `${id}'s laptop`)
  }

  async #settingChanges(): Promise<void> {
    if (this.rules === 'stay') return
    const change = this.dice.of([
      { conversationLimit: this.dice.between(0, 6) },
      { conversationLimit: null },
      { reassignment: this.dice.of(reassignmentModes) ?? 'off' },
      { isOn: this.dice.chance(70) },
      { returnToLastAssignee: this.dice.chance(50) },
    ])
    if (change === undefined) return
    this.#tell(`settings: ${JSON.stringify(change)}`)
    await this.hub.settings(change)
  }

  async #restarts(): Promise<void> {
    this.#tell('the hub restarts')
    this.#missing = new Set(this.attendance.restarts(this.now))
    this.quietUntil = this.#missing.size === 0 ? this.now : this.now + 10_000
    await this.hub.restart()
    this.#listen()
  }

  #isBack(id: OperatorId): void {
    this.attendance.isBack(id, this.now)
    if (this.#missing.delete(id) && this.#missing.size === 0) this.quietUntil = Math.min(this.quietUntil, this.now)
  }

  async #withOwn(
    what: string,
    act: (id: OperatorId, chat: string) => Promise<{ ok: boolean; refusal?: { code: string } }>,
  ): Promise<void> {
    const id = this.#somebody(true)
    const own = this.rows().filter(({ isOpen, assignee }) => isOpen && assignee?.id === id)
    const chat = this.dice.of(own)?.contactName
    if (id === undefined || chat === undefined) return
    const outcome = await act(id, chat)
    this.#tell(`${id} ${what} ${chat}: ${outcome.ok ? 'done' : outcome.refusal?.code}`)
  }

  #somebody(isConnected: boolean): OperatorId | undefined {
    const all = [...this.hub.open.roster.members.keys()]
    return this.dice.of(all.filter((id) => !isConnected || this.attendance.isConnected(id)))
  }

  #listen(): void {
    this.hub.open.changes.subscribe((changes) => {
      for (const { item } of changes) {
        this.#rows.set(item.row.id, item.row)
        if (item.event.kind !== 'entry.added' || item.event.entry.kind !== 'system') continue
        const { event, at } = item.event.entry
        if (event.kind !== 'assigned') continue
        const load = event.to?.kind === 'operator' ? this.loadOf(event.to.id) : 0
        this.moves.push({ conversation: item.row, event, at, load })
        this.#tell(`  ${item.row.contactName}: ${event.from?.id ?? '-'} -> ${event.to?.id ?? '-'}, ${event.cause}`)
      }
    })
  }

  #tell(line: string): void {
    this.story.push(`${(this.now / 1_000).toFixed(1)} ${line}`)
  }
}

function pick<Item>(dice: Dice, items: readonly (readonly [weight: number, item: Item])[]): readonly [number, Item] {
  let rest = dice.roll() * items.reduce((sum, [weight]) => sum + weight, 0)
  for (const item of items) {
    rest -= item[0]
    if (rest < 0) return item
  }
  throw new Error('nothing to pick from')
}
