import { z } from 'zod'
import type { Outgoing, OutgoingLimits } from '../../outgoing'
import { HttpApi } from '../http-api'
import { jsonBody } from '../http-body'
import { MessengerRefused, MessengerUnreachable } from '../messenger-error'
import { parseWideJson } from '../wide-json'
import { refusalOf, statusOf } from './refusals'
import { officialAddress } from './settings'

const Answer = z.looseObject({ status: z.number().int(), status_message: z.string().catch('') })
const Account = z.object({
  id: z.string().min(1).max(200),
  name: z.string().catch(''),
  uri: z.string().catch(''),
  icon: z.string().catch(''),
  webhook: z.string().catch(''),
})
export type ViberAccount = z.infer<typeof Account>
/** 64 bits: digits, as they came. */
const Sent = z.object({ message_token: z.union([z.string(), z.number().int()]).transform(String) })

const wordsLimit = 300

/** The one place that talks to Viber. Rejects with MessengerRefused or MessengerUnreachable; neither holds the token, nor what was sent. */
export class ViberApi {
  readonly #http: HttpApi
  readonly #token: string

  /** Throws OutgoingFailed for a base URL that may not be used. */
  constructor(token: string, baseUrl: string | null, outgoing: Outgoing) {
    this.#token = token
    this.#http = new HttpApi(outgoing, baseUrl, officialAddress)
  }

  async account(): Promise<ViberAccount> {
    return shaped(Account, await this.#call('get_account_info', {}))
  }

  /** `url` null gives the webhook back. */
  async setWebhook(url: string | null, eventTypes: readonly string[]): Promise<void> {
    const wanted = url === null ? { url: '' } : { url, event_types: eventTypes, send_name: true, send_photo: true }
    await this.#call('set_webhook', wanted)
  }

  /** Gives the id under which receipts will come. */
  async send(message: Readonly<Record<string, unknown>>): Promise<string> {
    return shaped(Sent, await this.#call('send_message', message)).message_token
  }

  download(address: string, limits: OutgoingLimits) {
    return this.#http.download(address, {}, limits)
  }

  close(): void {
    this.#http.close()
  }

  /** The HTTP status is 200 even for refusals: what counts stands in the answer. */
  async #call(method: string, body: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    const { status, text } = await this.#http.call({
      ...{ method: 'POST', address: `/${method}`, body: jsonBody(body) },
      headers: { 'x-viber-auth-token': this.#token },
    })
    if (status === 429) throw new MessengerRefused('rate_limited', 'too many requests', null, '12')
    const answer = Answer.safeParse(status >= 500 ? null : parsed(text))
    // A page of a proxy, a broken server: nobody knows whether the call was carried out.
    if (!answer.success) throw new MessengerUnreachable(true, `an answer of another kind, ${status}`)
    if (answer.data.status === statusOf.ok) return answer.data
    const words = answer.data.status_message.replaceAll(this.#token, '[token]').slice(0, wordsLimit)
    throw refusalOf(answer.data.status, words)
  }
}

function parsed(text: string): unknown {
  try {
    return parseWideJson(text)
  } catch {
    return null
  }
}

function shaped<Shape extends z.ZodType>(shape: Shape, answer: unknown): z.infer<Shape> {
  const read = shape.safeParse(answer)
  if (!read.success) throw new MessengerUnreachable(true, 'an answer of another shape')
  return read.data
}
