import { createHmac } from 'node:crypto'
import { type FakeMessenger, type FakeReply, type FakeRequest, json } from '../http'
import { parseMultipart } from '../multipart'
import { isRecord } from '../telegram/params'
import { FakeAccount } from './account'
import { insteadOf } from './faults'
import { FakeNumber, type NumberProfile } from './number'
import { badToken, missingParameter, Refusal, replyOf, unknownObject, wrongParameter } from './refusals'
import type { FakeTemplate } from './templates'
import { type Callback, shakesHands } from './webhook'

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

  /**
   * A number its owner has registered, with an app and a token that may use it; `beside` another one: in the same account, by the
   * same app. Ids are longer than a number of JavaScript holds.
   */
  addNumber({ beside, ...given }: Partial<NumberProfile> & { readonly beside?: FakeNumber } = {}): FakeNumber {
    const count = BigInt(this.#numbers.length + 1)
    const profile: NumberProfile = {
      phoneNumberId: String(110_654_035_224_299_220_000n + count),
      accountId: String(220_654_035_224_299_220_000n + count),
      token: `EAAG-fake-token-of-a-number-${count}-0123456789`,
      appSecret: `fake-app-secret-${count}-0123456789abcdef`,
      ...{ phone: `+7 495 000-00-0${count}`, name: 'Север Дом', ...beside?.account.profile, ...given },
    }
    const { accountId, token, appSecret } = profile
    const account = beside?.account ?? new FakeAccount({ accountId, token, appSecret })
    const number = new FakeNumber(profile, account, this.baseUrl)
    this.#numbers.push(number)
    return number
  }

  async handle(request: FakeRequest): Promise<FakeReply> {
    try {
      const [, id, place = ''] = call.exec(request.path.replace(/^\//, '')) ?? []
      const number = this.#numberOf(request, id)
      if (request.path.startsWith('/attachments/')) return number.files.download(request.query.get('mid'))
      if (id === undefined) throw new Refusal(404, 2500, 'Unknown path components')
      return await this.#call(number, id, place, request)
    } catch (error) {
      if (error instanceof Refusal) return replyOf(error)
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#numbers.flatMap(({ webhook, account }) => [webhook.close(), account.webhook.close()]))
  }

  /** The one that is asked about, of those the token may use; for what they share any of them. */
  #numberOf({ headers }: FakeRequest, id: string | undefined): FakeNumber {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
    const usable = this.#numbers.filter(({ profile }) => profile.token === token)
    const number = usable.find(({ profile }) => profile.phoneNumberId === id) ?? usable[0]
    if (number === undefined || number.isRevoked) throw badToken()
    return number
  }

  async #call(number: FakeNumber, id: string, place: string, request: FakeRequest): Promise<FakeReply> {
    const fault = number.faults.take(place)
    const instead = fault === null ? null : insteadOf(fault)
    if (instead !== null) return instead
    const body = bodyOf(request)
    const answer = await carryOut(this.#numbers, number, id, place, request, body)
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
  numbers: readonly FakeNumber[],
  number: FakeNumber,
  id: string,
  place: string,
  request: FakeRequest,
  body: Readonly<Record<string, unknown>>,
): Promise<FakeReply> {
  const { phoneNumberId, accountId } = number.profile
  if (id === phoneNumberId) return ofNumber(number, place, request, body)
  if (id === accountId) return ofAccount(numbers, number.account, place, request, body)
  if (id === 'app' && number.account.hidesApp) throw new Refusal(403, 10, '(#10) Permission denied')
  if (id === 'app' && place === '') return json(200, { id: ownAppId, name: 'Pult' })
  const template = number.templates.all.find((one) => one.id === id)
  if (template !== undefined && place === '' && request.method === 'POST') {
    number.templates.edit(id, body)
    return json(200, { success: true })
  }
  if (template !== undefined && place === '') return json(200, shown(template))
  // A token that serves several numbers opens the files of all of them.
  const files = numbers.filter(({ account }) => account === number.account).map((one) => one.files)
  const file = place === '' ? files.map((one) => one.describe(id)).find((one) => one !== null) : null
  if (file == null) throw unknownObject(id)
  return file
}

async function ofNumber(
  number: FakeNumber,
  place: string,
  { method, headers, body: bytes, query }: FakeRequest,
  body: Readonly<Record<string, unknown>>,
): Promise<FakeReply> {
  const { phoneNumberId, phone, name, appSecret, token } = number.profile
  if (place === 'messages' && method === 'POST') return json(200, number.takes(body))
  if (place === 'media' && method === 'POST') {
    const form = parseMultipart(bytes, headers['content-type'] ?? '')
    if (form.fields.get('messaging_product') !== 'whatsapp') throw missingParameter('messaging_product')
    const file = form.files.get('file')
    if (file === undefined) throw missingParameter('file')
    return json(200, { id: number.files.upload(file).id })
  }
  if (place === '' && method === 'POST') return await routeNumber(number, body)
  if (place !== '' || method !== 'GET') throw unknownObject(phoneNumberId)
  const proof = query.get('appsecret_proof')
  if (proof !== null && proof !== createHmac('sha256', appSecret).update(token).digest('hex'))
    throw new Refusal(400, 100, 'Invalid appsecret_proof provided in the API argument')
  const fields = (query.get('fields') ?? 'display_phone_number,verified_name,quality_rating').split(',')
  const known: Readonly<Record<string, unknown>> = {
    ...{ display_phone_number: phone, verified_name: name, quality_rating: number.quality },
    webhook_configuration: configurationOf(number),
  }
  return json(200, { ...Object.fromEntries(fields.map((field) => [field, known[field]])), id: phoneNumberId })
}

/** Only what is set is told, each level for itself. */
const configurationOf = ({ override, account }: FakeNumber) => ({
  ...(override !== null && { phone_number: override.url }),
  ...(account.override !== null && { whatsapp_business_account: account.override.url }),
  ...(account.appCallback !== null && { application: account.appCallback.url }),
})

/** A callback of the number's own; an empty one takes it away. */
async function routeNumber(number: FakeNumber, body: Readonly<Record<string, unknown>>): Promise<FakeReply> {
  if (!isRecord(body.webhook_configuration)) throw missingParameter('webhook_configuration')
  if (number.isRouteRefused) throw new Refusal(403, 200, '(#200) Permissions error')
  number.override = await callbackIn(body.webhook_configuration)
  return json(200, { success: true })
}

async function callbackIn(told: Readonly<Record<string, unknown>>): Promise<Callback | null> {
  const { override_callback_uri: url, verify_token: verifyToken } = told
  if (typeof url !== 'string' || url === '') return null
  if (typeof verifyToken !== 'string' || !(await shakesHands({ url, verifyToken })))
    throw new Refusal(400, 2200, '(#2200) Callback verification failed')
  return { url, verifyToken }
}

async function ofAccount(
  numbers: readonly FakeNumber[],
  account: FakeAccount,
  place: string,
  { method, query }: FakeRequest,
  body: Readonly<Record<string, unknown>>,
): Promise<FakeReply> {
  const { accountId } = account.profile
  switch (`${method} ${place}`) {
    case 'GET phone_numbers':
      return json(200, {
        data: numbers.filter((one) => one.account === account).map(({ profile }) => ({ id: profile.phoneNumberId })),
      })
    case 'GET subscribed_apps':
      return json(200, { data: subscriptionOf(account) })
    case 'POST subscribed_apps':
      // Without a callback in it the account is led to the app's own again.
      account.override = await callbackIn(body)
      account.isSubscribed = true
      account.changed()
      return json(200, { success: true })
    case 'DELETE subscribed_apps':
      account.isSubscribed = false
      account.override = null
      return json(200, { success: true })
    case 'GET message_templates':
      return templatesPage(account, query)
    case 'POST message_templates': {
      const { id, status, category } = account.templates.create(body)
      return json(200, { id, status, category })
    }
    case 'DELETE message_templates':
      account.templates.remove(query.get('name') ?? '', query.get('hsm_id'))
      return json(200, { success: true })
    default:
      throw unknownObject(accountId)
  }
}

function subscriptionOf({ isSubscribed, override }: FakeAccount) {
  if (!isSubscribed) return []
  const data = { id: ownAppId, name: 'Pult', link: 'https://www.facebook.com/games/?app_id=1' }
  return [{ whatsapp_business_api_data: data, ...(override && { override_callback_uri: override.url }) }]
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
function templatesPage({ templates }: FakeAccount, query: URLSearchParams): FakeReply {
  const limit = Number(query.get('limit') ?? 25)
  const start = Number(query.get('after') ?? 0)
  const page = templates.all.slice(start, start + limit)
  const isLast = start + limit >= templates.all.length
  const cursors = { before: String(start), after: String(start + limit) }
  return json(200, {
    data: [...page.map(shown), ...(isLast ? templates.strange : [])],
    paging: { cursors, ...(!isLast && { next: 'https://graph.facebook.com/next' }) },
  })
}
