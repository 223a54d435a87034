import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type ChannelRules, defaultRules } from '#protocol/channel'
import type { CommandAnswer, CommandKind } from '#protocol/commands'
import type { ContactFields } from '#protocol/contact'
import type { ConversationRow } from '#protocol/conversation'
import type { Outcome } from '#protocol/errors'
import { ChannelId, CommandId, GroupId, OperatorId } from '#protocol/ids'
import type { AssignmentCause, Entry, Part } from '#protocol/message'
import type { ChosenStatus, Role } from '#protocol/operator'
import type { Actor } from '#protocol/permissions'
import type { Schedule } from '#protocol/schedules'
import { type DistributionSettings, defaultDistribution } from '#protocol/settings'
import { telegramCapabilities } from '#server/channels/telegram/settings'
import { webCapabilities } from '#server/channels/web/settings'
import { addNote } from '#server/conversations/add-note'
import { close } from '#server/conversations/close'
import { editContact } from '#server/conversations/edit-contact'
import { executeCommand } from '#server/conversations/execute-command'
import type { InboundEvent } from '#server/conversations/inbound'
import { markRead } from '#server/conversations/mark-read'
import { addPart, removePart } from '#server/conversations/parts'
import { receive } from '#server/conversations/receive'
import { recordSend, type SendReport } from '#server/conversations/record-receipt'
import { release } from '#server/conversations/release'
import { reopen } from '#server/conversations/reopen'
import { resend } from '#server/conversations/resend'
import { sendReply } from '#server/conversations/send-reply'
import { take } from '#server/conversations/take'
import { transfer } from '#server/conversations/transfer'
import { type OpenHub, openHub } from '#server/open-hub'
import { companyChanged } from '#server/operators/company'
import type { OperatorsWork, StoredGroup } from '#server/operators/ports'
import { type Random, soon, systemRandom } from '#server/platform'
import type { CommitFaults } from '#server/storage/sqlite/writer'
import { aTemporaryFolder } from './a-temporary-folder'
import { Mirror } from './mirror'
import { settle, VirtualTime } from './virtual-time'

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

type MessageTraits = Partial<Omit<Extract<InboundEvent, { kind: 'message' }>, 'kind' | 'sender'>>

/** What keeps a commit from succeeding; the hub that has died commits nothing any more. */
interface Disk {
  isFull: boolean
}

/** One run of the hub: it ends at a fault point, as a process that is killed there. */
class Life {
  isOver = false
  diesAt: keyof CommitFaults | null = null

  reaches(point: keyof CommitFaults): void {
    if (this.isOver || this.diesAt === point) {
      this.isOver = true
      throw new Error('the hub has died')
    }
  }
}

/** A hub over a real store in a temporary folder, with a clock that moves when told, and a mirror that lives from its events alone. */
export class TestHub {
  readonly time: VirtualTime
  readonly file: string
  /** What the distribution has counted as bugs, and what has failed. */
  readonly bugs: string[]
  readonly disk: Disk
  readonly channelId = channelId
  open: OpenHub
  mirror: Mirror
  #life: Life
  readonly random: Random
  #events = 0
  /** Chats of other channels than the first. */
  readonly #channels = new Map<string, ChannelId>()

  constructor(open: OpenHub, time: VirtualTime, file: string, bugs: string[], disk: Disk, life: Life, random: Random) {
    this.random = random
    this.bugs = bugs
    this.disk = disk
    this.#life = life
    this.open = open
    this.time = time
    this.file = file
    this.mirror = new Mirror(open)
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

  #channelOf(chat: string): ChannelId {
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

  event(event: InboundEvent) {
    const raw = { eventKey: event.eventKey, externalChat: event.externalChat, body: JSON.stringify(event) }
    return receive(this.open.hub, this.#channelOf(event.externalChat), raw, () => [event])
  }

  nextKey(): string {
    return `event-${++this.#events}`
  }

  message(chat: string, text = 'hello', traits: MessageTraits = {}): Extract<InboundEvent, { kind: 'message' }> {
    const eventKey = traits.eventKey ?? this.nextKey()
    return {
      kind: 'message',
      externalChat: chat,
      externalMessageId: `message-${eventKey}`,
      isGroup: false,
      sender: { externalId: chat, name: chat, username: null, link: null },
      text,
      attachments: [],
      album: null,
      replyToExternalId: null,
      providerAt: null,
      source: null,
      ...traits,
      eventKey,
    }
  }

  /** A contact writes; gives his conversation as it stands then. */
  async writes(chat: string, text?: string, traits?: MessageTraits): Promise<ConversationRow> {
    await this.event(this.message(chat, text, traits))
    return await this.row(chat)
  }

  async row(chat: string): Promise<ConversationRow> {
    return await this.write(async (work) => {
      const facts = await work.conversations.byChat(this.#channelOf(chat), chat)
      if (facts === undefined) throw new Error(`nobody has written as ${chat}`)
      return facts.row
    })
  }

  async entries(chat: string): Promise<readonly Entry[]> {
    return this.mirror.entries((await this.row(chat)).id)
  }

  /** The lines of the stream in short: what a reader would see. */
  async stream(chat: string): Promise<readonly string[]> {
    return (await this.entries(chat)).map(inShort)
  }

  async assignee(chat: string): Promise<string | null> {
    return (await this.row(chat)).assignee?.id ?? null
  }

  async causes(chat: string): Promise<readonly AssignmentCause[]> {
    return (await this.entries(chat)).flatMap((entry) =>
      entry.kind === 'system' && entry.event.kind === 'assigned' ? [entry.event.cause] : [],
    )
  }

  /** Runs a use-case as an operator's command. */
  async command<Kind extends CommandKind>(
    operatorId: OperatorId,
    run: (work: OperatorsWork, actor: Actor, id: CommandId) => Promise<Outcome<CommandAnswer<Kind>>>,
    id: CommandId = CommandId.parse(this.random.uuid()),
    hash = 'hash',
  ) {
    return await executeCommand(
      this.open.hub,
      { operatorId, commandId: id, hash },
      (stored) => stored as CommandAnswer<Kind>,
      (work, actor) => run(work, actor, id),
    )
  }

  /** The draft of a chat inside a command, as the operator would have it on his screen. */
  async #seen(work: OperatorsWork, chat: string) {
    const draft = await work.draftOfChat(this.#channelOf(chat), chat)
    if (draft === undefined) throw new Error(`nobody has written as ${chat}`)
    return { conversationId: draft.id, assignVersion: draft.row.assignVersion, contactId: draft.row.contactId }
  }

  reply(by: OperatorId, chat: string, text = 'good day', replyToSeq: number | null = null) {
    return this.command<'message.send'>(by, async (work, actor, id) => {
      const { conversationId } = await this.#seen(work, chat)
      return sendReply(work, actor, id, { kind: 'message.send', conversationId, text, attachments: [], replyToSeq })
    })
  }

  note(by: OperatorId, chat: string, text: string, mentions: OperatorId[] = []) {
    return this.command<'note.add'>(by, async (work, actor, id) => {
      const { conversationId } = await this.#seen(work, chat)
      return addNote(work, actor, id, { kind: 'note.add', conversationId, text, mentions })
    })
  }

  take(by: OperatorId, chat: string) {
    return this.command<'conversation.take'>(by, async (work, actor) => {
      const { conversationId, assignVersion } = await this.#seen(work, chat)
      return take(work, actor, { kind: 'conversation.take', conversationId, assignVersion })
    })
  }

  /** To an operator, or to the group of everybody. */
  transfer(by: OperatorId, chat: string, operatorId: OperatorId | null, isConfirmed = false) {
    return this.command<'conversation.transfer'>(by, async (work, actor) => {
      const { conversationId, assignVersion } = await this.#seen(work, chat)
      const to =
        operatorId === null
          ? ({ kind: 'group', groupId: everybody } as const)
          : ({ kind: 'operator', operatorId } as const)
      return transfer(work, actor, { kind: 'conversation.transfer', conversationId, assignVersion, to, isConfirmed })
    })
  }

  release(by: OperatorId, chat: string) {
    return this.command<'conversation.release'>(by, async (work, actor) => {
      const { conversationId, assignVersion } = await this.#seen(work, chat)
      return release(work, actor, { kind: 'conversation.release', conversationId, assignVersion })
    })
  }

  close(by: OperatorId, chat: string) {
    return this.command<'conversation.close'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return close(work, actor, { kind: 'conversation.close', conversationId })
    })
  }

  reopen(by: OperatorId, chat: string) {
    return this.command<'conversation.reopen'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return reopen(work, actor, { kind: 'conversation.reopen', conversationId })
    })
  }

  read(by: OperatorId, chat: string, seq: number) {
    return this.command<'conversation.read'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return markRead(work, actor, { kind: 'conversation.read', conversationId, seq })
    })
  }

  addPart(by: OperatorId, chat: string, operatorId: OperatorId, part: Part) {
    return this.command<'part.add'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return addPart(work, actor, { kind: 'part.add', conversationId, operatorId, part })
    })
  }

  removePart(by: OperatorId, chat: string, operatorId: OperatorId, part: Part) {
    return this.command<'part.remove'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return removePart(work, actor, { kind: 'part.remove', conversationId, operatorId, part })
    })
  }

  resend(by: OperatorId, chat: string, seq: number) {
    return this.command<'message.resend'>(by, async (work, actor) => {
      const { conversationId } = await this.#seen(work, chat)
      return resend(work, actor, { kind: 'message.resend', conversationId, seq })
    })
  }

  editContact(by: OperatorId, chat: string, fields: ContactFields, version = 1) {
    return this.command<'contact.edit'>(by, async (work, actor) => {
      const { conversationId, contactId } = await this.#seen(work, chat)
      return editContact(work, actor, { kind: 'contact.edit', conversationId, contactId, version, fields })
    })
  }

  /** What came of sending a part. */
  async sent(chat: string, seq: number, report: SendReport, part = 0): Promise<void> {
    const { id: conversationId } = await this.row(chat)
    await this.write((work) => recordSend(work, { conversationId, seq, part }, report))
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
    this.open = await open(this.file, this.time, this.bugs, this.disk, this.#life, this.random)
    this.mirror = await Mirror.from(this.open)
    await this.open.distributor.start()
    await settle()
  }
}

const open = (file: string, time: VirtualTime, bugs: string[], disk: Disk, life: Life, random: Random) =>
  openHub({
    file,
    clock: time,
    // Timers of a dead hub ring for nobody.
    timers: { after: (ms, work) => time.after(ms, () => (life.isOver ? undefined : work())) },
    random,
    soon,
    capabilities: new Map([
      ['telegram', telegramCapabilities],
      ['web', webCapabilities],
      // A messenger for words alone; there is none among the real ones.
      ['viber', { ...webCapabilities, files: false, pictures: false }],
    ]),
    faults: {
      beforeCommit: () => {
        life.reaches('beforeCommit')
        if (disk.isFull) throw new Error('database or disk is full')
      },
      afterCommitBeforeAck: () => life.reaches('afterCommitBeforeAck'),
    },
    log: {
      decided: () => {},
      clockJumped: () => {},
      bug: (what, count) => void bugs.push(`${what} ${count}`),
      failed: (what, error) => {
        if (!life.isOver) bugs.push(`${what} failed: ${String(error)}`)
      },
    },
  })

/** A hub with one connected channel whose inquiries go to everybody, and nobody working there yet. */
export async function aHub(
  settings: Partial<DistributionSettings> = {},
  random: Random = systemRandom,
): Promise<TestHub> {
  const file = join(aTemporaryFolder(), 'hub.db')
  const time = new VirtualTime()
  const bugs: string[] = []
  const disk = { isFull: false }
  const life = new Life()
  const hub = new TestHub(await open(file, time, bugs, disk, life, random), time, file, bugs, disk, life, random)
  onTestFinished(() => hub.open.close())
  await hub.sql(
    `insert into channel (id, messenger, name, account, account_key, rules, form, webhook_secret, created_at)
     values ($1, 'telegram', 'Bot', '@bot', 'bot-1', $2, '{}', 'secret', 0)`,
    [channelId, JSON.stringify(defaultRules({ kind: 'group', groupId: everybody }))],
  )
  await hub.changed()
  if (Object.keys(settings).length > 0) await hub.settings(settings)
  await hub.open.distributor.start()
  await settle()
  return hub
}

function inShort(entry: Entry): string {
  switch (entry.kind) {
    case 'message':
      return `${entry.author.kind}: ${entry.text}${entry.delivery === null ? '' : ` (${entry.delivery.status})`}`
    case 'note':
      return `note: ${entry.text}`
    case 'system': {
      const { event } = entry
      if (event.kind === 'assigned') return `assigned ${event.cause} ${event.from?.id ?? '-'} -> ${event.to?.id ?? '-'}`
      if (event.kind === 'partAdded' || event.kind === 'partRemoved')
        return `${event.kind} ${event.operatorId} ${event.part}`
      if (event.kind === 'waiting') return `waiting ${event.reason}`
      if (event.kind === 'deliveryFailed') return `deliveryFailed ${event.reason}`
      return event.kind
    }
  }
}
