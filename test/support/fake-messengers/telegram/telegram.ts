import { type FakeMessenger, type FakeReply, type FakeRequest, json } from '../http'
import { type BotProfile, FakeBot } from './bot'
import { afterwards, insteadOf } from './faults'
import { methodOf } from './methods'
import { paramsOf } from './params'
import { notFound, Refusal, replyOf, unauthorized } from './refusals'

const call = /^bot([^/]+)\/(\w+)$/
const file = /^file\/bot([^/]+)\/(.+)$/
const tokenForm = /^\d+:[\w-]+$/

/** The Bot API and its file host: strict about what it takes, faithful in how it refuses. */
export class FakeTelegram implements FakeMessenger {
  readonly prefix = 'telegram'
  readonly baseUrl: string
  readonly #bots = new Map<string, FakeBot>()
  #count = 0

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl
  }

  /** A bot its owner has made with BotFather. */
  addBot(profile: Partial<BotProfile> = {}): FakeBot {
    this.#count += 1
    const token = `${7_000_000_000 + this.#count}:${'AAfake-token_of-a-bot-for-tests-0000'.slice(0, 35)}`
    const bot = new FakeBot({ token, name: 'Север Дом', username: 'sever_dom_bot', picture: null, ...profile })
    this.#bots.set(bot.profile.token, bot)
    return bot
  }

  async handle(request: FakeRequest): Promise<FakeReply> {
    const path = request.path.replace(/^\//, '')
    try {
      const download = file.exec(path)
      if (download !== null) return this.#bot(download[1]).files.download(decodeURIComponent(download[2] ?? ''))
      const [, token, method = ''] = call.exec(path) ?? []
      if (token === undefined) throw notFound()
      return await this.#call(this.#bot(token), method, request)
    } catch (error) {
      if (error instanceof Refusal) return replyOf(error)
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#bots.values()].map((bot) => bot.updates.close()))
  }

  #bot(token: string | undefined): FakeBot {
    if (token === undefined || !tokenForm.test(token)) throw notFound()
    const bot = this.#bots.get(token)
    if (bot === undefined || bot.isRevoked) throw unauthorized()
    return bot
  }

  async #call(bot: FakeBot, name: string, request: FakeRequest): Promise<FakeReply> {
    const method = methodOf(name)
    if (method === undefined) throw new Refusal(404, 'Not Found: method not found')
    const params = paramsOf(request)
    const fault = bot.faults.take(name)
    const instead = fault === null ? null : insteadOf(fault)
    if (instead !== null) return instead
    try {
      const result = await method(bot, params, request)
      bot.record(name, params)
      return afterwards(fault) ?? json(200, { ok: true, result })
    } finally {
      bot.heard()
    }
  }
}
