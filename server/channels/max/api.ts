import { z } from 'zod'
import type { Outgoing, OutgoingBody, OutgoingLimits } from '../../outgoing'
import { type ApiAnswer, HttpApi } from '../http-api'
import { jsonBody } from '../http-body'
import { MessengerUnreachable } from '../messenger-error'
import { parseWideJson } from '../wide-json'
import { refusalOf } from './refusals'
import { officialAddress } from './settings'

const Said = z.looseObject({
  code: z.string().catch(''),
  message: z.string().catch(''),
  success: z.boolean().optional().catch(undefined),
})

interface MaxCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Readonly<Record<string, unknown>>
  readonly speed?: 'call' | 'poll'
}

/** The one place that talks to MAX. Rejects with MessengerRefused or MessengerUnreachable; neither holds the token, nor what was sent. */
export class MaxApi {
  readonly #http: HttpApi
  readonly #token: string

  /** Throws OutgoingFailed for a base URL that may not be used. */
  constructor(token: string, baseUrl: string | null, outgoing: Outgoing) {
    this.#token = token
    this.#http = new HttpApi(outgoing, baseUrl, officialAddress)
  }

  /** The answer in the shape that is waited for. */
  async call<Shape extends z.ZodType>(
    shape: Shape,
    { method, path, query, body, speed }: MaxCall,
  ): Promise<z.infer<Shape>> {
    const answer = await this.#http.call({
      ...{ method, address: path, headers: { authorization: this.#token } },
      ...(query !== undefined && { query }),
      ...(body !== undefined && { body: jsonBody(body) }),
      ...(speed !== undefined && { speed }),
    })
    const read = shape.safeParse(this.#judged(answer))
    if (!read.success) throw new MessengerUnreachable(true, 'an answer of another shape')
    return read.data
  }

  /** To the address that MAX has given for one file; it needs no token, and gets none. The answer may be XML. */
  async upload(address: string, body: OutgoingBody): Promise<string> {
    const answer = await this.#http.call({ method: 'POST', address, body, speed: 'upload' })
    if (answer.status >= 400) this.#refuse(answer)
    return answer.text
  }

  download(address: string, limits: OutgoingLimits) {
    return this.#http.download(address, {}, limits)
  }

  /** Ends connections; calls under way break off. */
  close(): void {
    this.#http.close()
  }

  /** Refusals come with a status, or with 200 and `success: false`. */
  #judged(answer: ApiAnswer): unknown {
    if (answer.status >= 400) this.#refuse(answer)
    const value = parsed(answer.text)
    const said = Said.safeParse(value)
    if (said.success && said.data.success === false) this.#refuse(answer)
    return value
  }

  #refuse({ status, text }: ApiAnswer): never {
    const said = Said.safeParse(parsed(text))
    // A page of a proxy, a broken server: nobody knows whether the call was carried out.
    if (status >= 500) throw new MessengerUnreachable(true, `status ${status}`)
    const clean = (words: string) => words.replaceAll(this.#token, '[token]')
    throw refusalOf(status, clean(said.success ? said.data.code : ''), clean(said.success ? said.data.message : text))
  }
}

function parsed(text: string): unknown {
  try {
    return parseWideJson(text)
  } catch {
    return null
  }
}
