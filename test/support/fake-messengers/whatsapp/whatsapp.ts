import { createHmac } from 'node:crypto'
import { type FakeMessenger, type FakeReply, type FakeRequest, json } from '../http'
import { parseMultipart } from '../multipart'
import { isRecord } from '../telegram/params'
import { insteadOf } from './faults'
import { FakeNumber, type NumberProfile } from './number'
import { badToken, missingParameter, Refusal, replyOf, unknownObject, wrongParameter } from './refusals'
import type { FakeTemplate } from './templates'

const call = /^v\d{1,3}\.\d\/([^/]+)(?:\/(\w+))?$/

/** The id of the company's app; others may listen to the same account. */
export const ownAppId = '670843887433847'

/** The Graph API with the Cloud API of WhatsApp: strict about what it takes, faithful in how it refuses. */
export class FakeWhatsApp implements FakeMessenger {
  readonly prefix = 'graph'
  readonly baseUrl: string
  readonly #numbers: FakeNumber[] = []

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl
  }

  /** A number its owner has registered, with an app and a token that may use it. Ids are longer than a number of JavaScript holds. */
  addNumber(profile: Partial<NumberProfile> = {}): FakeNumber {
    const count = BigInt(this.#numbers.length + 1)
    const number = new FakeNumber(
      {
        phoneNumberId: String(110_654_035_224_299_220_000n + count),
        accountId: String(220_654_035_224_299_220_000n + count),
        token: `EAAG-fake-token-of-a-number-${count}-0123456789`,
        appSecret: `fake-app-secret-${count}-0123456789abcdef`,
        ...{ phone: '+7 495 000-00-01', name: 'Север Дом', ...profile },
      },
      this.baseUrl,
    )
    this.#numbers.push(number)
    return number
  }

  async handle(request: FakeRequest): Promise<FakeReply> {
    try {
      const number = this.#numberOf(request)
      if (request.path.startsWith('/attachments/')) return number.files.download(request.query.get('mid'))
      const [, id, place = ''] = call.exec(request.path.replace(/^\//, '')) ?? []
      if (id === undefined) throw new Refusal(404, 2500, 'Unknown path components')
      return await this.#call(number, id, place, request)
    } catch (error) {
      if (error instanceof Refusal) return replyOf(error)
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#numbers.map((number) => number.webhook.close()))
  }

  #numberOf({ headers }: FakeRequest): FakeNumber {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
    const number = this.#numbers.find(({ profile }) => profile.token === token)
    if (number === undefined || number.isRevoked) throw badToken()
    return number
  }

  async #call(number: FakeNumber, id: string, place: string, request: FakeRequest): Promise<FakeReply> {
    const fault = number.faults.take(place)
    const instead = fault === null ? null : insteadOf(fault)
    if (instead !== null) return instead
    const body = bodyOf(request)
    const answer = await carryOut(number, id, place, request, body)
    number.heard(place === '' ? id : place, body)
    return fault?.kind === 'lost' ? { kind: 'cut' } : answer
  }
}

function bodyOf({ headers, body }: FakeRequest): Readonly<Record<string, unknown>> {
  if (body.length === 0 || headers['content-type']?.startsWith('application/json') !== true) return {}
  try {
    const parsed: unknown = JSON.parse(body.toString())
    if (isRecord(parsed)) return parsed
  } catch {
    // Answered below, as the service does.
  }
  throw wrongParameter('The body is not JSON')
}

async function carryOut(
  number: FakeNumber,
  id: string,
  place: string,
  request: FakeRequest,
  body: Readonly<Record<string, unknown>>,
): Promise<FakeReply> {
  const { phoneNumberId, accountId } = number.profile
  if (id === phoneNumberId) return ofNumber(number, place, request, body)
  if (id === accountId) return ofAccount(number, place, request, body)
  if (id === 'app' && place === '') return json(200, { id: ownAppId, name: 'Pult' })
  const template = number.templates.all.find((one) => one.id === id)
  if (template !== undefined && place === '' && request.method === 'POST') {
    number.templates.edit(id, body)
    return json(200, { success: true })
  }
  if (template !== undefined && place === '') return json(200, shown(template))
  const file = place === '' ? number.files.describe(id) : null
  if (file === null) throw unknownObject(id)
  return file
}

function ofNumber(
  number: FakeNumber,
  place: string,
  { method, headers, body: bytes, query }: FakeRequest,
  body: Readonly<Record<string, unknown>>,
): FakeReply {
  const { phoneNumberId, phone, name, appSecret, token } = number.profile
  if (place === 'messages' && method === 'POST') return json(200, number.takes(body))
  if (place === 'media' && method === 'POST') {
    const form = parseMultipart(bytes, headers['content-type'] ?? '')
    if (form.fields.get('messaging_product') !== 'whatsapp') throw missingParameter('messaging_product')
    const file = form.files.get('file')
    if (file === undefined) throw missingParameter('file')
    return json(200, { id: number.files.upload(file).id })
  }
  if (place !== '' || method !== 'GET') throw unknownObject(phoneNumberId)
  const proof = query.get('appsecret_proof')
  if (proof !== null && proof !== createHmac('sha256', appSecret).update(token).digest('hex'))
    throw new Refusal(400, 100, 'Invalid appsecret_proof provided in the API argument')
  return json(200, { id: phoneNumberId, display_phone_number: phone, verified_name: name, quality_rating: 'GREEN' })
}

async function ofAccount(
  number: FakeNumber,
  place: string,
  { method, query }: FakeRequest,
  body: Readonly<Record<string, unknown>>,
): Promise<FakeReply> {
  const { phoneNumberId, accountId } = number.profile
  switch (`${method} ${place}`) {
    case 'GET phone_numbers':
      return json(200, { data: [{ id: phoneNumberId }] })
    case 'GET subscribed_apps':
      return json(200, { data: subscriptionOf(number) })
    case 'POST subscribed_apps':
      return subscribe(number, body)
    case 'DELETE subscribed_apps':
      number.isSubscribed = false
      number.webhook.leadsTo(null)
      return json(200, { success: true })
    case 'GET message_templates':
      return templatesPage(number, query)
    case 'POST message_templates': {
      const { id, status, category } = number.templates.create(body)
      return json(200, { id, status, category })
    }
    case 'DELETE message_templates':
      number.templates.remove(query.get('name') ?? '', query.get('hsm_id'))
      return json(200, { success: true })
    default:
      throw unknownObject(accountId)
  }
}

function subscriptionOf({ isSubscribed, webhook }: FakeNumber) {
  if (!isSubscribed) return []
  const data = { id: ownAppId, name: 'Pult', link: 'https://www.facebook.com/games/?app_id=1' }
  return [
    { whatsapp_business_api_data: data, ...(webhook.callback && { override_callback_uri: webhook.callback.url }) },
  ]
}

async function subscribe(number: FakeNumber, body: Readonly<Record<string, unknown>>): Promise<FakeReply> {
  const { override_callback_uri: url, verify_token: verifyToken } = body
  if (typeof url === 'string' && typeof verifyToken === 'string') {
    if (!(await number.webhook.shakesHands({ url, verifyToken })))
      throw new Refusal(400, 2200, '(#2200) Callback verification failed')
    number.webhook.leadsTo({ url, verifyToken })
  }
  number.isSubscribed = true
  return json(200, { success: true })
}

const shown = ({
  id,
  name,
  language,
  category,
  parameterFormat,
  components,
  status,
  rejectedReason,
}: FakeTemplate) => ({
  ...{ id, name, language, category, components, status, rejected_reason: rejectedReason },
  parameter_format: parameterFormat,
})

/** Pages, as small as they are asked for. */
function templatesPage({ templates }: FakeNumber, query: URLSearchParams): FakeReply {
  const limit = Number(query.get('limit') ?? 25)
  const start = Number(query.get('after') ?? 0)
  const page = templates.all.slice(start, start + limit)
  const isLast = start + limit >= templates.all.length
  const cursors = { before: String(start), after: String(start + limit) }
  return json(200, {
    data: page.map(shown),
    paging: { cursors, ...(!isLast && { next: 'https://graph.facebook.com/next' }) },
  })
}
