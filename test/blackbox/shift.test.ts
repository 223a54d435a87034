import { describe, expect, it } from 'vitest'
import type { Command } from '#protocol/commands'
import { plainWebForm } from '#protocol/connection'
import type { ConversationRow } from '#protocol/conversation'
import type { ChannelId } from '#protocol/ids'
import type { DistributionSettings } from '#protocol/settings'
import { aRunningHub, type RawDevice, type TestRunningHub } from '#test/support/a-running-hub'
import { aVisitor, type Visitor } from '#test/support/a-visitor'
import { eventually } from '#test/support/eventually'
import { VirtualTime } from '#test/support/virtual-time'

type Login = 'olga' | 'ivan' | 'maria' | 'pavel'

/** A shift at the real hub, through its doors: operators at sockets, customers in the web chat, time that moves when told. */
class Shift {
  readonly #devices = new Map<string, RawDevice>()
  readonly #names = new Map<string, string>()
  readonly #customers = new Map<string, Visitor>()
  #channel: ChannelId | null = null

  private constructor(
    readonly hub: TestRunningHub,
    readonly time: VirtualTime,
  ) {}

  static async open(operators: readonly Login[], settings: Partial<DistributionSettings> = {}): Promise<Shift> {
    const time = new VirtualTime()
    const hub = await aRunningHub({ clock: time, timers: time, config: { logLevel: 'silent' } })
    const shift = new Shift(hub, time)
    await shift.#comes('olga', 'administrator')
    await shift.#sets(settings)
    for (const login of operators) {
      await shift.#comes(login, 'employee')
      await shift.becomes(login, 'online')
    }
    return shift
  }

  at(login: Login): RawDevice {
    const device = this.#devices.get(login)
    if (device === undefined) throw new Error(`${login} has not come`)
    return device
  }

  /** Commands tell when they were meant; here it is the hub's own time. */
  async does(login: Login, command: Command): Promise<void> {
    const reply = await this.at(login).command(command, { sentAt: this.time.now() })
    if (!reply.ok) throw new Error(`${command.kind} was refused: ${reply.refusal.code}`)
  }

  async becomes(login: Login, status: 'online' | 'busy' | 'offline'): Promise<void> {
    await this.does(login, { kind: 'presence.set', status, by: 'operator' })
  }

  async arrive(names: readonly string[]): Promise<void> {
    if (this.#channel === null) throw new Error('there is no channel')
    for (const name of names) this.#customers.set(name, await aVisitor(this.hub.url, this.#channel))
  }

  /** Resolves when the hub has acknowledged, which is after it has decided. */
  async writes(name: string, text = name): Promise<void> {
    const customer = this.#customers.get(name)
    if (customer === undefined) throw new Error(`${name} is not there`)
    expect(await customer.say(text)).toMatchObject({ ok: true })
  }

  async answers(login: Login, words: string): Promise<void> {
    const conversationId = (await this.row(words)).id
    const message = { text: `Ответ: ${words}`, attachments: [], replyToSeq: null }
    await this.does(login, { kind: 'message.send', conversationId, ...message })
  }

  /** Time passes, and everything it set off is done: the writer is one, so an answered command closes the queue behind it. */
  async pass(ms: number): Promise<void> {
    await this.time.advance(ms)
    await this.becomes('olga', 'offline')
  }

  /** The open conversation whose last words these are. */
  async row(words: string): Promise<ConversationRow> {
    const row = (await this.#rows()).find(({ lastMessage }) => lastMessage?.preview === words)
    if (row === undefined) throw new Error(`nothing ends with ${words}`)
    return row
  }

  /** Last words of every open conversation by who has it; marked ones with a star. */
  async board(): Promise<Readonly<Record<string, readonly string[]>>> {
    const board: Record<string, string[]> = {}
    for (const { assignee, lastMessage, waitingSince } of await this.#rows()) {
      const who = assignee === null ? 'nobody' : (this.#names.get(assignee.id) ?? assignee.id)
      board[who] = [...(board[who] ?? []), `${lastMessage?.preview}${waitingSince === null ? '' : '*'}`].sort()
    }
    return board
  }

  async #rows(): Promise<readonly ConversationRow[]> {
    const page = { after: null, limit: 100 } as const
    const others = await this.at('olga').ask({ kind: 'conversations.list', section: 'others', ...page })
    const unassigned = await this.at('olga').ask({ kind: 'conversations.list', section: 'unassigned', ...page })
    return [...others.rows, ...unassigned.rows]
  }

  async #sets(settings: Partial<DistributionSettings>): Promise<void> {
    const form = { ...plainWebForm, allowedOrigins: ['https://shop.example'] }
    const connect = { kind: 'channel.connect', name: 'Сайт', receiver: null, form } as const
    const connected = await this.at('olga').command(connect)
    if (!connected.ok) throw new Error(connected.refusal.code)
    this.#channel = connected.value.id
    const saved = await this.at('olga').ask({ kind: 'distribution.rules' })
    const next = { version: saved.version, settings: { ...saved.settings, ...settings } }
    await this.does('olga', { kind: 'distribution.save', ...next })
  }

  async #comes(login: Login, role: 'administrator' | 'employee'): Promise<void> {
    const { id } = await this.hub.operator(login, role, { limit: 'company' })
    this.#names.set(id, login)
    this.#devices.set(login, await this.hub.device(login))
  }
}

const sizes = (board: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(board).map(([who, words]) => [who, words.length]))

describe('seven customers at once', () => {
  it('are two for each of three operators at their limit; the seventh waits, and moves when one is closed', async () => {
    const shift = await Shift.open(['ivan', 'maria', 'pavel'], { conversationLimit: 2 })
    const customers = ['один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь']
    await shift.arrive(customers)
    await Promise.all(customers.map((name) => shift.writes(name)))
    const before = await shift.board()
    expect(sizes(before)).toEqual({ ivan: 2, maria: 2, pavel: 2, nobody: 1 })
    const seventh = before.nobody?.[0] ?? ''
    const closed = before.maria?.[0] ?? ''
    const { id } = await shift.row(closed)
    await shift.does('maria', { kind: 'conversation.close', conversationId: id })
    const after = await shift.board()
    expect(sizes(after)).toEqual({ ivan: 2, maria: 2, pavel: 2 })
    expect(after.maria).toContain(seventh)
    const seen = () =>
      shift.at('maria').notices.some((one) => {
        return one.kind === 'conversation.near' && one.view.row.lastMessage?.preview === seventh
      })
    await eventually(seen, true)
  })
})

describe('conversations of an operator who becomes busy', () => {
  /** Ivan has one that waits for him and one he has answered; Maria has come since. */
  async function aShift(settings: Partial<DistributionSettings> = {}) {
    const shift = await Shift.open(['ivan', 'maria'], settings)
    await shift.becomes('maria', 'busy')
    await shift.arrive(['новый', 'отвеченный'])
    await shift.writes('новый')
    await shift.writes('отвеченный')
    await shift.answers('ivan', 'отвеченный')
    return shift
  }
  const held = ['Ответ: отвеченный', 'новый']

  it('stay for thirty seconds, then those that wait for our word move', async () => {
    const shift = await aShift()
    await shift.becomes('maria', 'online')
    await shift.becomes('ivan', 'busy')
    await shift.pass(29_999)
    expect(await shift.board()).toEqual({ ivan: held })
    await shift.pass(1)
    expect(await shift.board()).toEqual({ ivan: ['Ответ: отвеченный'], maria: ['новый'] })
  })

  it('move under "only new" unless an operator has answered them, whoever wrote last', async () => {
    const shift = await aShift({ reassignment: 'onlyNew' })
    await shift.writes('отвеченный', 'и ещё вопрос')
    await shift.becomes('maria', 'online')
    await shift.becomes('ivan', 'busy')
    await shift.pass(30_000)
    expect(await shift.board()).toEqual({ ivan: ['и ещё вопрос'], maria: ['новый'] })
  })

  it('stay when reassignment is off', async () => {
    const shift = await aShift({ reassignment: 'off' })
    await shift.becomes('maria', 'online')
    await shift.becomes('ivan', 'busy')
    await shift.pass(300_000)
    expect(await shift.board()).toEqual({ ivan: held })
  })

  it('stay and are marked as waiting while nobody is eligible, and move to the first who is', async () => {
    const shift = await aShift()
    await shift.becomes('ivan', 'busy')
    await shift.pass(30_000)
    expect(await shift.board()).toEqual({ ivan: ['Ответ: отвеченный', 'новый*'] })
    await shift.pass(60_000)
    await shift.becomes('maria', 'online')
    expect(await shift.board()).toEqual({ ivan: ['Ответ: отвеченный'], maria: ['новый'] })
  })

  it('lose the mark when he comes back first', async () => {
    const shift = await aShift()
    await shift.becomes('ivan', 'busy')
    await shift.pass(30_000)
    await shift.becomes('ivan', 'online')
    await shift.becomes('maria', 'online')
    expect(await shift.board()).toEqual({ ivan: held })
  })

  it('stay when he comes back after twenty seconds', async () => {
    const shift = await aShift()
    await shift.becomes('maria', 'online')
    await shift.becomes('ivan', 'busy')
    await shift.pass(20_000)
    await shift.becomes('ivan', 'online')
    await shift.pass(120_000)
    expect(await shift.board()).toEqual({ ivan: held })
  })
})
