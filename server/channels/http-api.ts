import { type Outgoing, type OutgoingBody, OutgoingFailed, type OutgoingLimits, wholeText } from '../outgoing'
import { MessengerUnreachable } from './messenger-error'

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the base URL, or a whole address that the messenger has named (an upload, a download). */
  readonly address: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: OutgoingBody
  /** A plain call, one that carries files, one that waits for news. */
  readonly speed?: 'call' | 'upload' | 'poll'
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

const answerBytes = 8 * 1024 * 1024
const patience: Readonly<Record<'call' | 'upload' | 'poll', OutgoingLimits>> = {
  call: { maxBytes: answerBytes, headMs: 15_000, idleMs: 10_000, totalMs: 20_000 },
  upload: { maxBytes: answerBytes, headMs: 50_000, idleMs: 10_000, totalMs: 55_000 },
  poll: { maxBytes: answerBytes, headMs: 45_000, idleMs: 10_000, totalMs: 60_000 },
}

/**
 * An HTTP API of a messenger over our guarded connections: what it answers, whatever the status, is for the adapter to judge.
 * Rejects with MessengerUnreachable alone, which holds neither the address nor what was sent.
 */
export class HttpApi {
  readonly #outgoing: Outgoing
  readonly #base: string
  readonly #isNamed: boolean
  readonly #agent: ReturnType<Outgoing['agent']>

  /** `named` is the administrator's hidden setting, so its host may be inside. Throws OutgoingFailed for one that may not. */
  constructor(outgoing: Outgoing, named: string | null, official: string) {
    this.#outgoing = outgoing
    this.#base = (named ?? official).replace(/\/+$/, '')
    this.#isNamed = named !== null
    this.#agent = outgoing.agent(new URL(this.#base), this.#isNamed)
  }

  async call({ method, address, query, headers, body, speed = 'call' }: ApiCall): Promise<ApiAnswer> {
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
    try {
      const place = this.#placeOf(address)
      const answer = await this.#outgoing.call({
        ...{ method, address: `${place.address}${search}`, isNamed: place.isNamed, limits: patience[speed] },
        ...(headers !== undefined && { headers }),
        ...(body !== undefined && { body }),
        ...(place.isOurs && { agent: this.#agent }),
      })
      return { status: answer.status, headers: answer.headers, text: await wholeText(answer.body) }
    } catch (error) {
      throw unreachable(error)
    }
  }

  /** Opens a file the messenger has named. Rejects with OutgoingFailed, as its body does. */
  async download(address: string, headers: Readonly<Record<string, string>>, limits: OutgoingLimits) {
    const place = this.#placeOf(address)
    return await this.#outgoing.call({ method: 'GET', address: place.address, isNamed: place.isNamed, headers, limits })
  }

  /** Ends connections; calls under way break off. */
  close(): void {
    this.#agent.destroy()
  }

  /** What the messenger names may be inside only where the administrator has named that same place. */
  #placeOf(address: string) {
    // Without the slash it would go on with the name of the host: `@elsewhere` behind `https://api.example`.
    if (address.startsWith('/')) return { address: `${this.#base}${address}`, isNamed: this.#isNamed, isOurs: true }
    if (!/^https?:\/\//.test(address)) throw new OutgoingFailed('address', 'not an address')
    const isOurs = URL.canParse(address) && new URL(address).origin === new URL(this.#base).origin
    return { address, isNamed: isOurs && this.#isNamed, isOurs }
  }
}

const unreachable = (error: unknown) =>
  error instanceof OutgoingFailed ? new MessengerUnreachable(error.wasSent, error.message) : error
