import { renameSync, rmSync } from 'node:fs'
import { defaultRules } from '#protocol/channel'
import { plainWebForm } from '#protocol/connection'
import type { Outcome } from '#protocol/errors'
import { ChannelId, CommandId, type ConversationId, OperatorId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { defaultSignature } from '#protocol/signature'
import type { Passwords } from '../accounts/passwords'
import { anAdministrator } from '../accounts/sign-in-by-link'
import type { ChannelRecord } from '../channels/ports'
import { addNote } from '../conversations/add-note'
import { close } from '../conversations/close'
import { markRead } from '../conversations/mark-read'
import { addPart } from '../conversations/parts'
import { receive } from '../conversations/receive'
import { recordSend } from '../conversations/record-receipt'
import { sendReply } from '../conversations/send-reply'
import { take } from '../conversations/take'
import { transfer } from '../conversations/transfer'
import { type OpenHub, openHub } from '../open-hub'
import { companyChanged } from '../operators/company'
import type { Random } from '../platform'
import type { Secrets } from '../secrets'
import { SqlChannelStore } from '../storage/channel-store'
import { writeMeta } from '../storage/meta-store'
import type { SqlWork } from '../storage/sql-work'
import { channelName, companyName, greeting, type Login, type OwnScene, people, type Story, stories } from './story'

const minute = 60_000

export interface SeedOptions {
  readonly file: string
  readonly now: number
  readonly random: Random
  readonly soon: (work: () => void) => void
  readonly secrets: Secrets
  readonly passwords: Passwords
}

/** Passwords of the new people, told once. */
export type SeededPasswords = ReadonlyMap<Login, string>

/**
 * Makes the demo company by the hub's own use-cases, on a clock that stands where the story is told, in a file that takes its
 * place only when it is whole. Nothing is running yet, so nothing distributes, sends or times out meanwhile.
 */
export async function seedDemo(options: SeedOptions): Promise<SeededPasswords> {
  const unfinished = `${options.file}.new`
  for (const ending of ['', '-wal', '-shm']) rmSync(`${unfinished}${ending}`, { force: true })
  const clock = { at: options.now - 2 * 24 * 60 * minute }
  const open = await openHub({
    ...{ file: unfinished, random: options.random, soon: options.soon },
    clock: { now: () => clock.at, monotonic: () => clock.at },
    timers: { after: () => () => {} },
    capabilities: new Map(),
    log: { decided: () => {}, bug: () => {}, clockJumped: () => {}, failed: () => {} },
  })
  const stage = new Stage(open, options, clock)
  try {
    const passwords = await stage.hire()
    await stage.connect()
    await stage.play()
    return passwords
  } finally {
    await open.close()
    renameSync(unfinished, options.file)
  }
}

class Stage {
  readonly #open: OpenHub
  readonly #options: SeedOptions
  readonly #clock: { at: number }
  readonly #ids = new Map<Login, OperatorId>()
  readonly #channelId: ChannelId
  #events = 0

  constructor(open: OpenHub, options: SeedOptions, clock: { at: number }) {
    this.#open = open
    this.#options = options
    this.#clock = clock
    this.#channelId = ChannelId.parse(options.random.id())
  }

  async hire(): Promise<SeededPasswords> {
    const { random, passwords } = this.#options
    const made = new Map<Login, string>()
    for (const { login, name, role } of people) {
      const password = (random.bytes(9).toString('hex').match(/.{6}/g) ?? []).join('-')
      const id = OperatorId.parse(random.id())
      const passwordHash = await passwords.hash(password)
      made.set(login, password)
      this.#ids.set(login, id)
      const administrator = anAdministrator(id, { login, name }, passwordHash, this.#clock.at)
      const isEmployee = role === 'employee'
      const rights = { canSupervise: !isEmployee, mayExceedLimit: !isEmployee, takesPart: isEmployee }
      await this.#write((work) => work.accounts.insertAccount({ ...administrator, role, ...rights }))
      this.#clock.at += 1
    }
    return made
  }

  async connect(): Promise<void> {
    const { secrets, random } = this.#options
    const { reader, writer } = this.#open
    const store = new SqlChannelStore({ reader, writer, seal: secrets, onChanged: async () => {} })
    const group = this.#open.roster.groupFacts.find((one) => one.isEverybody)
    if (group === undefined) throw new Error('the built-in group is not in the store')
    const record: ChannelRecord = {
      ...{ id: this.#channelId, messenger: 'web', name: channelName, accountKey: null, isConnected: true, version: 1 },
      ...{ account: { account: '', name: '', link: null }, rules: defaultRules({ kind: 'group', groupId: group.id }) },
      ...{ form: { ...plainWebForm, greeting }, pollPosition: null },
      ...{
        webhookSecret: random.bytes(24).toString('base64url'),
        signature: defaultSignature,
        health: { kind: 'green' },
      },
      ...{ lastInAt: null, lastOutAt: null, createdAt: this.#clock.at },
    }
    await store.insert(record, { by: null, answer: {}, action: 'channel.connected', at: this.#clock.at })
    await this.#write((work) => companyChanged(work, this.#open.roster, this.#open.attendance))
    await this.#write((work) => writeMeta(work.transaction, 'companyName', companyName))
  }

  /** Scenes of all stories in the order of their moments, as they would have happened. */
  async play(): Promise<void> {
    const chats = stories.map((story) => ({ story, chat: this.#options.random.id() }))
    const scenes = chats.flatMap(({ story, chat }) => story.scenes.map((scene) => ({ story, chat, scene })))
    for (const { story, chat, scene } of scenes.toSorted((a, b) => b.scene.at - a.scene.at)) {
      this.#clock.at = this.#options.now - scene.at * minute
      if (scene.kind === 'contact') await this.#contact(story, chat, scene.text)
      else await this.#perform(chat, scene)
    }
  }

  async #contact({ name, page }: Story, chat: string, text: string): Promise<void> {
    const key = `demo-${++this.#events}`
    const raw = { eventKey: key, externalChat: chat, body: '{}' }
    const sender = { externalId: chat, name, username: null, link: null }
    const received = await receive(this.#open.hub, this.#channelId, raw, () => [
      {
        ...{ kind: 'message', eventKey: key, externalChat: chat, externalMessageId: key, isGroup: false, sender, text },
        ...{ attachments: [], album: null, replyToExternalId: null, providerAt: null, source: page },
      },
    ])
    if (received !== 'done') throw new Error(`the demo's message ${key} was ${received}`)
  }

  async #perform(chat: string, scene: OwnScene): Promise<void> {
    const id = CommandId.parse(this.#options.random.uuid())
    const facts = await this.#open.hub.write((work) => work.conversations.byChat(this.#channelId, chat))
    if (facts === undefined) throw new Error('the demo answers before anybody has asked')
    const { row } = facts
    const outcome = await this.#write((work) =>
      this.#scene(work, this.#actor(scene.by), id, row.id, row.assignVersion, scene),
    )
    if (!outcome.ok) throw new Error(`the demo's ${scene.kind} was refused: ${outcome.refusal.code}`)
    if (scene.kind !== 'reply') return
    const place = { conversationId: row.id, seq: row.seq + 1, part: 0 }
    const read = { kind: 'conversation.read', conversationId: row.id, seq: place.seq } as const
    await this.#write((work) => markRead(work, this.#actor(scene.by), read))
    const externalMessageIds = [`demo-out-${++this.#events}`]
    await this.#write((work) => recordSend(work, place, { kind: 'sent', status: 'read', externalMessageIds }))
  }

  async #scene(
    work: SqlWork,
    actor: Actor,
    id: CommandId,
    conversationId: ConversationId,
    assignVersion: number,
    scene: OwnScene,
  ): Promise<Outcome<unknown>> {
    switch (scene.kind) {
      case 'take':
        return take(work, actor, { kind: 'conversation.take', conversationId, assignVersion })
      case 'reply': {
        const { text } = scene
        return sendReply(work, actor, id, {
          kind: 'message.send',
          conversationId,
          text,
          attachments: [],
          replyToSeq: null,
        })
      }
      case 'note': {
        const mentions = (scene.mentions ?? []).map((login) => this.#id(login))
        return addNote(work, actor, id, { kind: 'note.add', conversationId, text: scene.text, mentions })
      }
      case 'transfer': {
        const to = { kind: 'operator', operatorId: this.#id(scene.to) } as const
        return transfer(work, actor, {
          kind: 'conversation.transfer',
          conversationId,
          assignVersion,
          to,
          isConfirmed: true,
        })
      }
      case 'observe':
        return addPart(work, actor, {
          kind: 'part.add',
          conversationId,
          operatorId: this.#id(scene.who),
          part: 'observer',
        })
      case 'close':
        return close(work, actor, { kind: 'conversation.close', conversationId })
    }
  }

  #id(login: Login): OperatorId {
    const id = this.#ids.get(login)
    if (id === undefined) throw new Error(`${login} does not work here`)
    return id
  }

  #actor(login: Login): Actor {
    const actor = this.#open.screen.actor(this.#id(login))
    if (actor === undefined) throw new Error(`${login} is not in the roster`)
    return actor
  }

  #write<Value>(job: (work: SqlWork) => Promise<Value>): Promise<Value> {
    return this.#open.hub.write(job)
  }
}
