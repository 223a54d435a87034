import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { defaultRules } from '#protocol/channel'
import { ChannelId, CommandId, GroupId, OperatorId } from '#protocol/ids'
import { webCapabilities } from '#server/channels/web/settings'
import { close } from '#server/conversations/close'
import { executeCommand } from '#server/conversations/execute-command'
import { receive } from '#server/conversations/receive'
import { sendReply } from '#server/conversations/send-reply'
import { type OpenHub, openHub } from '#server/open-hub'
import { companyChanged } from '#server/operators/company'
import { soon, systemRandom } from '#server/platform'
import { rehearseStore } from '#server/rehearse-store'
import { VirtualTime } from '#test/support/virtual-time'
import { type Figure, median, plainFigure } from '../figure'

const inquiries = 10_000
const operators = 20
const chats = 4_000
/** Between two words of contacts: ten thousand of them in about two days. */
const stepMs = 17_000
/** What an operator has in hand before he answers, and before he closes. */
const answersAfter = 20
const closesAfter = 60
const channelId = ChannelId.parse('channel-1')

/** The real hub over a store in a temporary folder, in time of its own. */
class Shop {
  readonly time = new VirtualTime()
  readonly #open: OpenHub
  readonly #people = Array.from({ length: operators }, (_, index) => OperatorId.parse(`operator-${index + 1}`))

  constructor(
    open: OpenHub,
    readonly file: string,
    time: VirtualTime,
  ) {
    this.#open = open
    this.time = time
  }

  static async open(folder: string): Promise<Shop> {
    const file = join(folder, 'hub.db')
    const time = new VirtualTime()
    const nothing = () => {}
    const open = await openHub({
      ...{ file, clock: time, timers: time, random: systemRandom, soon },
      capabilities: new Map([['web', webCapabilities]]),
      log: { decided: nothing, clockJumped: nothing, bug: nothing, failed: nothing },
    })
    return new Shop(open, file, time)
  }

  async hire(): Promise<void> {
    const { writer, hub, roster, attendance, distributor } = this.#open
    const rules = JSON.stringify(defaultRules({ kind: 'group', groupId: GroupId.parse('everybody') }))
    await writer.write(async (transaction) => {
      await transaction.run(
        `insert into channel (id, messenger, name, account, account_key, rules, form, webhook_secret, created_at)
         values ($1, 'web', 'Site', 'site', 'site', $2, '{}', 'secret', 0)`,
        [channelId, rules],
      )
      for (const [place, id] of this.#people.entries())
        await transaction.run(
          `insert into account (id, login, name, role, created_at) values ($1, $1, $1, 'employee', $2)`,
          [id, place],
        )
    })
    await hub.write((work) => companyChanged(work, roster, attendance))
    await distributor.start()
    for (const id of this.#people) await this.#comes(id)
  }

  async #comes(id: OperatorId): Promise<void> {
    const { hub, attendance } = this.#open
    await attendance.connected(id, `${id}'s laptop`)
    await hub.write((work) => attendance.step(work, id, { kind: 'chosen', status: 'online', cause: 'operator' }, id))
  }

  /** One contact writes; somebody answers, closes, goes or comes back meanwhile. */
  async step(number: number): Promise<void> {
    await this.time.advance(stepMs)
    const externalChat = `chat-${number % chats}`
    const eventKey = `event-${number}`
    const sender = { externalId: externalChat, name: externalChat, username: null, link: null }
    await receive(this.#open.hub, channelId, { eventKey, externalChat, body: '{}' }, () => [
      {
        ...{ kind: 'message', eventKey, externalChat, externalMessageId: eventKey, isGroup: false, sender },
        ...{ text: 'Здравствуйте', attachments: [], album: null, replyToExternalId: null, providerAt: null },
        source: null,
      },
    ])
    await this.#act(number - answersAfter, 'reply')
    await this.#act(number - closesAfter, 'close')
    const id = this.#people[number % operators]
    if (id === undefined || number % 50 !== 0) return
    const { attendance } = this.#open
    await attendance.lost(id, `${id}'s laptop`)
    await attendance.connected(id, `${id}'s laptop`)
  }

  async #act(number: number, what: 'reply' | 'close'): Promise<void> {
    if (number < 0) return
    const facts = await this.#open.hub.write((work) => work.conversations.byChat(channelId, `chat-${number % chats}`))
    const assignee = facts?.row.assignee
    if (facts === undefined || !facts.row.isOpen || assignee?.kind !== 'operator') return
    const conversationId = facts.row.id
    const commandId = CommandId.parse(systemRandom.uuid())
    const key = { operatorId: assignee.id, commandId, hash: '' }
    await executeCommand(
      this.#open.hub,
      key,
      () => ({}),
      async (work, actor) =>
        what === 'close'
          ? await close(work, actor, { kind: 'conversation.close', conversationId })
          : await sendReply(work, actor, commandId, {
              ...{ kind: 'message.send', conversationId, text: 'Добрый день', attachments: [], replyToSeq: null },
            }),
    )
  }

  async end(): Promise<void> {
    await this.#open.close()
  }
}

const nothing = { settings: null, schedule: null, groups: [], channels: [] }

/** Ten thousand inquiries of one shop lived again: by unchanged rules, which must equal history, and by a lower limit. */
export async function measureRehearsal(rounds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-rehearsal-'))
  try {
    const shop = await Shop.open(folder)
    await shop.hire()
    for (let number = 0; number < inquiries; number++) await shop.step(number)
    const to = shop.time.now() + 1
    await shop.end()
    const request = { from: to - 30 * 86_400_000, to, zone: 'Europe/Moscow', draft: nothing }
    const seconds: number[] = []
    let counted = 0
    for (let round = 0; round < rounds; round++) {
      const startedAt = performance.now()
      const outcome = await rehearseStore(shop.file, request, async () => {})
      seconds.push((performance.now() - startedAt) / 1_000)
      if (outcome.kind !== 'done' || !outcome.result.isSame) throw new Error('the rehearsal differs from history')
      counted = outcome.result.inquiries
    }
    return [
      plainFigure('R1', 'rehearsal of 10,000 inquiries, s', median(seconds), 's'),
      plainFigure('R1', 'inquiries rehearsed', counted, 'inquiries'),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
