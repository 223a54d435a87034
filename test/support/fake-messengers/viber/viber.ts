import { z } from 'zod'
import { type FakeMessenger, type FakeReply, type FakeRequest, json } from '../http'
import { afterwards } from '../telegram/faults'
import { wideJson } from '../wide'
import { FakeViberBot, type ViberProfile } from './bot'
import { badData, insteadOf, replyOf, ViberRefusal } from './refusals'
import { fetchedMedia, messageOf } from './sending'

const SetWebhook = z.strictObject({
  url: z.string(),
  event_types: z
    .array(z.enum(['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started']))
    .optional(),
  send_name: z.boolean().optional(),
  send_photo: z.boolean().optional(),
})

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['jpg', 'image/jpeg'],
  ['png', 'image/png'],
  ['mp4', 'video/mp4'],
])

type Method = (bot: FakeViberBot, body: Buffer) => Promise<Record<string, unknown>>

async function setWebhook(bot: FakeViberBot, body: Buffer) {
  const { url, event_types: eventTypes = [] } = SetWebhook.parse(JSON.parse(body.toString()))
  if (url !== '') {
    if (!/^https:\/\/|^http:\/\/127\.0\.0\.1[:/]/.test(url)) throw new ViberRefusal(1, 'invalidUrl')
    if (!(await bot.greet(url))) throw new ViberRefusal(1, 'invalidUrl')
  }
  bot.webhook = url === '' ? null : { url, eventTypes }
  return { event_types: eventTypes }
}

async function getAccountInfo(bot: FakeViberBot) {
  const { id, name, uri, picture } = bot.profile
  return {
    ...{ id, name, uri, category: 'Companies', country: 'RU', subscribers_count: 35, members: [] },
    ...{ icon: picture === null ? '' : bot.upload(picture, 'icon.jpg') },
    ...{ webhook: bot.webhook?.url ?? '', event_types: bot.webhook?.eventTypes ?? [] },
  }
}

async function sendMessage(bot: FakeViberBot, body: Buffer) {
  if (bot.webhook === null) throw new ViberRefusal(10, 'webhookNotSet')
  const message = messageOf(body)
  const receiver = bot.receiver(message.receiver)
  const isPlain = message.type === 'text' && message.keyboard === undefined && message.min_api_version === 1
  if (receiver.user.hasOldProgram === true && !isPlain) throw new ViberRefusal(13, 'apiVersionNotSupported')
  const media = await fetchedMedia(message)
  return { message_token: bot.keep(receiver, message, media), chat_hostname: 'SN-CHAT-05_', billing_status: 0 }
}

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['get_account_info', getAccountInfo],
  ['set_webhook', setWebhook],
  ['send_message', sendMessage],
])

/** Viber's bot API and its media host: strict about what it takes, faithful in how it refuses. */
export class FakeViber implements FakeMessenger {
  readonly prefix = 'viber'
  readonly baseUrl: string
  readonly #url: string
  readonly #bots = new Map<string, FakeViberBot>()

  constructor(url: string) {
    this.#url = url
    this.baseUrl = `${url}/pa`
  }

  addBot(profile: Partial<ViberProfile> = {}): FakeViberBot {
    const number = this.#bots.size + 1
    const token = `4f5a01fb39a4f2b6-${String(number).padStart(4, '0')}-fake-token`
    const bot = new FakeViberBot(
      {
        token,
        id: `pa:${5_075_000_000_000 + number}`,
        name: 'Север Дом',
        uri: `severdom${number}`,
        picture: null,
        ...profile,
      },
      `${this.#url}/media/${number}`,
    )
    this.#bots.set(bot.profile.token, bot)
    return bot
  }

  async handle(request: FakeRequest): Promise<FakeReply> {
    const [, place, ...rest] = request.path.split('/')
    if (place === 'media') return this.#download(Number(rest[0]), rest[1] ?? '')
    const method = place === 'pa' && request.method === 'POST' ? methods.get(rest.join('/')) : undefined
    if (method === undefined) return json(404, { error: 'no such method' })
    try {
      return await this.#call(rest.join('/'), method, request)
    } catch (error) {
      if (error instanceof ViberRefusal) return replyOf(error)
      if (error instanceof z.ZodError || error instanceof SyntaxError) return replyOf(badData('request'))
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#bots.values()].map((bot) => bot.updates.close()))
  }

  #bot(token: string | string[] | undefined): FakeViberBot {
    if (typeof token !== 'string') throw new ViberRefusal(2, 'missing_auth_token')
    const bot = this.#bots.get(token)
    if (bot === undefined || bot.isRevoked) throw new ViberRefusal(2, 'invalidAuthToken')
    return bot
  }

  async #call(name: string, method: Method, { headers, body }: FakeRequest): Promise<FakeReply> {
    const bot = this.#bot(headers['x-viber-auth-token'])
    const fault = bot.faults.take(name)
    const instead = fault === null ? null : insteadOf(fault)
    if (instead !== null) return instead
    try {
      const result = await method(bot, body)
      bot.calls.push({ method: name, body: JSON.parse(body.toString()) })
      return afterwards(fault) ?? wideJson(200, { status: 0, status_message: 'ok', ...result })
    } finally {
      bot.waiting.happened()
    }
  }

  #download(number: number, name: string): FakeReply {
    const bytes = [...this.#bots.values()][number - 1]?.files.get(name)
    if (bytes === undefined) return json(404, {})
    const type = mediaTypes.get(name.split('.').at(-1) ?? '') ?? 'application/octet-stream'
    return { kind: 'bytes', write: (response) => void response.writeHead(200, { 'content-type': type }).end(bytes) }
  }
}
