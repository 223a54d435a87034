import { z } from 'zod'
import type { Outgoing, OutgoingAnswer, OutgoingBody, OutgoingLimits } from '../../outgoing'
import { type ApiAnswer, HttpApi } from '../http-api'
import { MessengerRefused, MessengerUnreachable } from '../messenger-error'
import { GraphError, refusedBy } from './refusals'
import { mediaHosts, officialAddress } from './settings'

/** What of a connection calls need. */
export interface GraphAccess {
  readonly token: string
  readonly apiVersion: string
  readonly baseUrl: string | null
}

const Failed = z.object({ error: GraphError })

export interface GraphCall {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below the version: `/{id}/messages`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: OutgoingBody
  readonly speed?: 'call' | 'upload'
}

/**
 * The one place that talks to the Graph API. Rejects with MessengerRefused or MessengerUnreachable; neither holds the token, nor
 * what was sent.
 */
export class GraphApi {
  readonly #http: HttpApi
  readonly #access: GraphAccess
  readonly #headers: Readonly<Record<string, string>>

  /** Throws OutgoingFailed for an address that may not be used. */
  constructor(access: GraphAccess, outgoing: Outgoing) {
    this.#http = new HttpApi(outgoing, access.baseUrl, officialAddress)
    this.#access = access
    this.#headers = { authorization: `Bearer ${access.token}` }
  }

  /** An answer of another shape than `shape` is as good as none: whether the call was carried out nobody knows. */
  async call<Shape extends z.ZodType>(shape: Shape, { path, ...call }: GraphCall): Promise<z.output<Shape>> {
    const answer = await this.#http.call({
      ...call,
      address: `/${this.#access.apiVersion}${path}`,
      headers: this.#headers,
    })
    if (answer.status >= 400) throw this.#refusal(answer)
    const read = shape.safeParse(parsed(answer.text))
    if (!read.success) throw new MessengerUnreachable(true, 'an answer of another kind')
    return read.data
  }

  /** Opens a file Meta has named. Rejects with OutgoingFailed, as its body does; with MessengerRefused for a place that is not Meta's. */
  download(address: string, limits: OutgoingLimits): Promise<OutgoingAnswer> {
    if (!this.#isMetas(address)) throw new MessengerRefused('bad_media', 'the file lies at a strange place')
    return this.#http.download(address, { ...this.#headers, 'user-agent': 'Mozilla/5.0 (compatible; Pult)' }, limits)
  }

  close(): void {
    this.#http.close()
  }

  #isMetas(address: string): boolean {
    if (!URL.canParse(address)) return false
    const { origin, hostname } = new URL(address)
    const { baseUrl } = this.#access
    return baseUrl === null ? mediaHosts.test(hostname) : origin === new URL(baseUrl).origin
  }

  /** Without an error of the Graph API in it, an answer of the server class says nothing about what became of the call. */
  #refusal({ status, headers, text }: ApiAnswer): Error {
    const failed = Failed.safeParse(parsed(text.replaceAll(this.#access.token, '[token]')))
    if (failed.success) return refusedBy(failed.data.error, secondsOf(headers['retry-after']))
    if (status >= 500) return new MessengerUnreachable(true, `status ${status}`)
    if (status === 429) return new MessengerRefused('rate_limited', 'status 429', secondsOf(headers['retry-after']))
    return new MessengerRefused(status === 401 || status === 403 ? 'auth' : 'refused', `status ${status}`)
  }
}

function secondsOf(header: string | string[] | undefined): number | null {
  const seconds = typeof header === 'string' ? Number(header) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3600) * 1000 : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
