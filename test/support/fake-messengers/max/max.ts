import { type FakeMessenger, type FakeReply, type FakeRequest, json } from '../http'
import { afterwards } from '../telegram/faults'
import { wideJson } from '../wide'
import { FakeMaxBot, type MaxProfile } from './bot'
import { methods, takeUpload } from './methods'
import { badPayload, insteadOf, MaxRefusal, replyOf } from './refusals'

/** MAX's bot API with its hosts for files: strict about what it takes, faithful in how it refuses. */
export class FakeMax implements FakeMessenger {
  readonly prefix = 'max'
  readonly baseUrl: string
  readonly #bots = new Map<string, FakeMaxBot>()

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl
  }

  /** A bot its owner has made, past moderation. */
  addBot(profile: Partial<MaxProfile> = {}): FakeMaxBot {
    const number = this.#bots.size + 1
    const username = `severdom${number}_bot`
    const own = { token: `f9LHodD0cOIfake-token-${number}`, userId: 229_000_000 + number, name: 'Север Дом', username }
    const whole = { ...own, picture: null, ...profile }
    const bot = new FakeMaxBot(whole, `${this.baseUrl}/files/${whole.username}`)
    this.#bots.set(bot.profile.token, bot)
    return bot
  }

  async handle(request: FakeRequest): Promise<FakeReply> {
    const [, place = '', name = '', file = ''] = request.path.split('/')
    try {
      const known = [...this.#bots.values()].find(({ profile }) => profile.username === decodeURIComponent(name))
      if (place === 'files') return fileOf(known, file)
      if (place === 'upload' && known !== undefined) return takeUpload(known, file, request)
      return await this.#call(request)
    } catch (error) {
      if (error instanceof MaxRefusal) return replyOf(error)
      if (error instanceof SyntaxError) return replyOf(badPayload('json'))
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#bots.values()].map((bot) => bot.updates.close()))
  }

  async #call(request: FakeRequest): Promise<FakeReply> {
    const bot = this.#bots.get(request.headers.authorization ?? '')
    if (bot === undefined || bot.isRevoked) throw new MaxRefusal(401, 'verify.token', 'Invalid access_token')
    const [, place = '', id, ...more] = request.path.split('/')
    const name = `${request.method} /${[place, ...(id === undefined ? [] : ['{}']), ...more].join('/')}`
    const method = methods.get(name)
    if (method === undefined) throw new MaxRefusal(404, 'not.found', `Path ${request.path} is not recognized`)
    const fault = bot.faults.take(name)
    const instead = fault === null ? null : insteadOf(fault)
    if (instead !== null) return instead
    try {
      const rest = id === undefined ? [] : [decodeURIComponent(id)]
      const result = await method({ bot, request, rest, host: this.baseUrl })
      const body: unknown = request.body.length === 0 ? null : JSON.parse(request.body.toString())
      bot.calls.push({ method: name, body })
      return afterwards(fault) ?? wideJson(200, result)
    } finally {
      bot.waiting.happened()
    }
  }
}

function fileOf(bot: FakeMaxBot | undefined, place: string): FakeReply {
  const bytes = bot?.files.get(place)?.bytes
  if (bytes === undefined) return json(404, {})
  return { kind: 'bytes', write: (response) => void response.writeHead(200).end(bytes) }
}
