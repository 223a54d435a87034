import { z } from 'zod'
import type { Outgoing, OutgoingAnswer, OutgoingBody, OutgoingLimits } from '../../outgoing'
import { HttpApi } from '../http-api'
import { formBody } from '../http-body'
import { MessengerUnreachable } from '../messenger-error'
import { refusalOf } from './refusals'
import { apiVersion, officialAddress } from './settings'

/** VK answers 200 to everything that it has understood as a call. */
const Answer = z.union([
  z.object({ error: z.object({ error_code: z.number().int(), error_msg: z.string() }) }),
  z.object({ response: z.unknown() }),
])

/** The one place that talks to VK. Throws MessengerRefused or MessengerUnreachable; neither holds the token, nor what was sent. */
export class VkApi {
  readonly #http: HttpApi
  readonly #token: string

  /** Throws OutgoingFailed for a base URL that may not be used. */
  constructor(token: string, baseUrl: string | null, outgoing: Outgoing) {
    this.#token = token
    this.#http = new HttpApi(outgoing, baseUrl, officialAddress)
  }

  async call<Value>(method: string, params: Readonly<Record<string, string>>, shape: z.ZodType<Value>): Promise<Value> {
    const body = formBody({ ...params, access_token: this.#token, v: apiVersion })
    const { status, text } = await this.#http.call({ method: 'POST', address: `/method/${method}`, body })
    const answer = Answer.safeParse(parsed(text))
    if (!answer.success) throw new MessengerUnreachable(true, `an answer of another kind, status ${status}`)
    if ('error' in answer.data) {
      const { error_code: code, error_msg: words } = answer.data.error
      throw refusalOf(code, words.replaceAll(this.#token, '[token]'), method)
    }
    const value = shape.safeParse(answer.data.response)
    if (!value.success) throw new MessengerUnreachable(true, `an answer of unknown shape to ${method}`)
    return value.data
  }

  /** Puts a file where VK has named a place for it. */
  async upload<Value>(address: string, body: OutgoingBody, shape: z.ZodType<Value>): Promise<Value> {
    const { status, text } = await this.#http.call({ method: 'POST', address, body, speed: 'upload' })
    const value = shape.safeParse(parsed(text))
    if (!value.success) throw new MessengerUnreachable(true, `an upload was answered with status ${status}`)
    return value.data
  }

  /** Waits for news at the place VK has named. */
  async poll<Value>(address: string, query: Readonly<Record<string, string>>, shape: z.ZodType<Value>): Promise<Value> {
    const { status, text } = await this.#http.call({ method: 'GET', address, query, speed: 'poll' })
    const value = shape.safeParse(parsed(text))
    if (!value.success) throw new MessengerUnreachable(true, `a poll was answered with status ${status}`)
    return value.data
  }

  download(address: string, limits: OutgoingLimits): Promise<OutgoingAnswer> {
    return this.#http.download(address, {}, limits)
  }

  /** Ends connections; calls under way break off. */
  close(): void {
    this.#http.close()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
