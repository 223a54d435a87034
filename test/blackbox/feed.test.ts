import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Command } from '#protocol/commands'
import type { ConversationRow } from '#protocol/conversation'
import type { OperatorId } from '#protocol/ids'
import type { Query, QueryReply } from '#protocol/queries'
import { systemRandom } from '#server/platform'
import { type RawDevice, TestRunningHub } from '#test/support/a-running-hub'
import { FeedModel } from '#test/support/feed-model'

const staff = ['olga', 'ivan', 'regina'] as const
const restricted = ['wanda', 'oleg'] as const
const logins = [...staff, ...restricted]
type Login = (typeof logins)[number]

const actions = [
  'write',
  'take',
  'transfer',
  'release',
  'close',
  'reopen',
  'note',
  'reply',
  'observe',
  'share',
  'unpart',
] as const
interface Step {
  readonly action: (typeof actions)[number] | 'online' | 'offline'
  readonly who: Login
  readonly whom: Login
  readonly chat: number
}
const steps = fc.array(
  fc.record<Step>({
    action: fc.constantFrom(...actions, ...actions, 'write', 'write', 'online', 'offline'),
    who: fc.constantFrom(...logins),
    whom: fc.constantFrom(...logins),
    chat: fc.integer({ min: 0, max: 7 }),
  }),
  { minLength: 25, maxLength: 60 },
)

let hub: TestRunningHub | null = null
afterEach(async () => {
  await hub?.close()
  hub = null
})

/** One company, its devices, and random days in it. */
class Company {
  readonly hub = new TestRunningHub({ config: { logLevel: 'silent' } })
  readonly devices = new Map<Login, RawDevice>()
  readonly ids = new Map<Login, OperatorId>()
  #texts = 0

  async open(): Promise<void> {
    hub = this.hub
    await this.hub.start()
    const roles = {
      olga: 'administrator',
      ivan: 'employee',
      regina: 'employee',
      wanda: 'restricted',
      oleg: 'restricted',
    } as const
    for (const login of logins) this.ids.set(login, (await this.hub.operator(login, roles[login])).id)
    await this.hub.channel()
    for (const login of logins) this.devices.set(login, await this.hub.device(login))
  }

  device(login: Login): RawDevice {
    const device = this.devices.get(login)
    if (device === undefined) throw new Error(login)
    return device
  }

  id(login: Login): OperatorId {
    const id = this.ids.get(login)
    if (id === undefined) throw new Error(login)
    return id
  }

  row(chat: number): Promise<ConversationRow | undefined> {
    const { hub: store, roster } = this.hub.running.open
    const [channelId] = roster.channels.keys()
    if (channelId === undefined) throw new Error('no channel')
    return store.write(async (work) => (await work.conversations.byChat(channelId, `chat-${chat}`))?.row)
  }

  /** A text nobody else has: whoever must not see it is searched for it. */
  text(): string {
    return `canary-${++this.#texts}-end`
  }

  async perform({ action, who, whom, chat }: Step, text: string): Promise<void> {
    if (action === 'write') return this.hub.writes(`chat-${chat}`, text)
    const device = this.device(who)
    if (action === 'online' || action === 'offline') {
      await device.command({ kind: 'presence.set', status: action, by: 'operator' })
      return
    }
    const row = await this.row(chat)
    if (row === undefined) return
    await device.send({ id: systemRandom.uuid(), sentAt: Date.now(), command: this.#command(action, row, whom, text) })
  }

  #command(
    action: Exclude<Step['action'], 'write' | 'online' | 'offline'>,
    row: ConversationRow,
    whom: Login,
    text: string,
  ): Command {
    const { id: conversationId, assignVersion } = row
    const operatorId = this.id(whom)
    switch (action) {
      case 'take':
        return { kind: 'conversation.take', conversationId, assignVersion }
      case 'transfer':
        return {
          kind: 'conversation.transfer',
          conversationId,
          assignVersion,
          to: { kind: 'operator', operatorId },
          isConfirmed: true,
        }
      case 'release':
        return { kind: 'conversation.release', conversationId, assignVersion }
      case 'close':
        return { kind: 'conversation.close', conversationId }
      case 'reopen':
        return { kind: 'conversation.reopen', conversationId }
      case 'note':
        return { kind: 'note.add', conversationId, text, mentions: [] }
      case 'reply':
        return { kind: 'message.send', conversationId, text, attachments: [], replyToSeq: null }
      case 'observe':
        return { kind: 'part.add', conversationId, operatorId, part: 'observer' }
      case 'share':
        return { kind: 'part.add', conversationId, operatorId, part: 'coAssignee' }
      case 'unpart': {
        const part = row.observers.includes(operatorId) ? 'observer' : 'coAssignee'
        return { kind: 'part.remove', conversationId, operatorId, part }
      }
    }
  }
}

const partsOf = (row: ConversationRow | undefined): readonly string[] =>
  row === undefined ? [] : [row.assignee?.id ?? '', ...row.coAssignees, ...row.observers]

describe('snapshot and events', () => {
  it('add up to the snapshot of later, for everybody and any day', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, after) => {
        const company = new Company()
        await company.open()
        for (const step of before) await company.perform(step, company.text())
        const models = new Map<Login, { model: FeedModel; from: number }>()
        for (const login of logins) {
          const device = company.device(login)
          const from = device.feed.length
          models.set(login, { model: new FeedModel(await device.ask({ kind: 'feed.snapshot' })), from })
        }
        for (const step of after) await company.perform(step, company.text())
        for (const [login, { model, from }] of models) await converges(company.device(login), model, from, login)
        await company.hub.close()
      }),
      { numRuns: 8, endOnFailure: true },
    )
  }, 240_000)

  it('resumed after a pause give the same as having been there', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, async (before, missed) => {
        const company = new Company()
        await company.open()
        for (const step of before) await company.perform(step, company.text())
        for (const login of ['ivan', 'wanda'] as const) {
          const device = company.device(login)
          const snapshot = await device.ask({ kind: 'feed.snapshot' })
          const model = new FeedModel(snapshot)
          for (const step of missed) await company.perform(step, company.text())
          const resumed = await device.ask({
            kind: 'feed.resume',
            epoch: snapshot.epoch,
            cursor: snapshot.position,
            open: [],
          })
          if (resumed.kind !== 'events') throw new Error(resumed.reason)
          for (const view of resumed.views) model.notice({ kind: 'conversation.near', view })
          for (const item of resumed.near) model.near(item)
          model.far(resumed.far)
          const fresh = await device.ask({ kind: 'feed.snapshot' })
          expect(model.problems, login).toEqual([])
          expect(model.seen(fresh), login).toEqual(new FeedModel(fresh).seen(fresh))
        }
        await company.hub.close()
      }),
      { numRuns: 6, endOnFailure: true },
    )
  }, 240_000)
})

async function converges(device: RawDevice, model: FeedModel, from: number, login: string): Promise<void> {
  const fresh = await device.ask({ kind: 'feed.snapshot' })
  const wanted = new FeedModel(fresh).seen(fresh)
  let taken = from
  const catchUp = () => {
    for (; taken < device.feed.length; taken++) {
      const packet = device.feed[taken]
      if (packet?.name === 'near') model.near(packet.item)
      if (packet?.name === 'far') model.far(packet.packet)
      if (packet?.name === 'notice') model.notice(packet.notice)
    }
    return isDeepStrictEqual(model.seen(fresh), wanted)
  }
  await device.until(catchUp).catch(() => undefined)
  expect(model.seen(fresh), login).toEqual(wanted)
  expect(model.problems, login).toEqual([])
}

describe('a restricted operator', () => {
  it('receives no byte of a conversation while he has no part in it', async () => {
    const company = new Company()
    await company.open()
    const texts: { readonly text: string; readonly chat: number; readonly step: number }[] = []
    /** The last step at which he had a part in the chat. Who gains one sees the history, too. */
    const lastPart = new Map<string, number>()
    const day = fc.sample(steps, { numRuns: 12, seed: 20_261_122 }).flat()
    for (const [index, step] of day.entries()) {
      const text = company.text()
      texts.push({ text, chat: step.chat, step: index })
      const before = await company.row(step.chat)
      await company.perform(step, text)
      for (let chat = 0; chat < 8; chat++) {
        const row = await company.row(chat)
        const parts = [...(chat === step.chat ? partsOf(before) : []), ...partsOf(row)]
        for (const login of restricted) if (parts.includes(company.id(login))) lastPart.set(`${login} ${chat}`, index)
      }
      const row = await company.row(step.chat)
      if (row !== undefined) await snoop(company, row)
    }
    for (const login of restricted) {
      const received = company.device(login).raw.join('\n')
      const until = (chat: number) => lastPart.get(`${login} ${chat}`) ?? -1
      const hidden = texts.filter(({ chat, step }) => until(chat) < step)
      expect(hidden.length).toBeGreaterThan(20)
      expect(hidden.filter(({ text }) => received.includes(text))).toEqual([])
      for (let chat = 0; chat < 8; chat++) if (until(chat) === -1) expect(received, login).not.toContain(`chat-${chat}`)
      for (const packet of company.device(login).far)
        for (const operator of packet.operators)
          if (operator.id !== company.id(login)) expect([operator.load, operator.shared]).toEqual([0, 0])
    }
  }, 240_000)
})

/** Slows down when told to, for as long as told. */
async function askInTurn(device: RawDevice, question: Query): Promise<QueryReply> {
  const reply = await device.query(question)
  if (reply.ok || reply.refusal.code !== 'RATE_LIMITED') return reply
  await new Promise((resolve) => void setTimeout(resolve, reply.refusal.retryAfterMs ?? 100))
  return askInTurn(device, question)
}

/** What is hidden is not there, by whatever one asks. */
async function snoop(company: Company, row: ConversationRow): Promise<void> {
  for (const login of restricted) {
    if (partsOf(row).includes(company.id(login))) continue
    const device = company.device(login)
    const { id: conversationId } = row
    const questions: Query[] = [
      { kind: 'conversation.open', conversationId },
      { kind: 'conversation.history', conversationId, before: 999, limit: 10 },
      { kind: 'conversation.catchUp', conversationId, after: 0 },
      { kind: 'contact.get', conversationId },
      { kind: 'search', text: row.contactName, limit: 100 },
      { kind: 'conversations.list', section: 'others', after: null, limit: 100 },
      { kind: 'conversations.list', section: 'unassigned', after: null, limit: 100 },
      { kind: 'conversations.list', section: 'closed', after: null, limit: 100 },
    ]
    // One a step: more would mostly be told to slow down.
    const question = questions[row.seq % questions.length]
    if (question === undefined) continue
    const reply = await askInTurn(device, question)
    expect(JSON.stringify(reply)).not.toContain(row.id)
    if ('conversationId' in question) expect(reply).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  }
}
