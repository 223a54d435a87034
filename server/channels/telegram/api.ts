import type { Agent } from 'node:http'
import { Api, GrammyError, HttpError, type RawApi } from 'grammy'
import { type Outgoing, type OutgoingAnswer, OutgoingFailed, type OutgoingLimits } from '../../outgoing'
import { MessengerUnreachable } from '../messenger-error'
import { refusalBy } from './refusals'
import { callSeconds, officialAddress, uploadSeconds } from './settings'

/** Failures before the first byte of a request left. */
const neverSent: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN'],
  ...['ERR_OUTGOING', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'EPROTO'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])

/** What Node called it. The message itself names the address, and with it the token: it goes no further than this function. */
function unreachable(cause: unknown): MessengerUnreachable {
  if (!(cause instanceof Error)) return new MessengerUnreachable(true, 'unknown')
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  if (code !== null && neverSent.has(code)) return new MessengerUnreachable(false, code)
  if (code === 'ETIMEDOUT' && cause.message.includes('connect ')) return new MessengerUnreachable(false, code)
  if ('type' in cause && cause.type === 'invalid-json')
    return new MessengerUnreachable(true, 'an answer of another kind')
  return new MessengerUnreachable(true, code ?? (cause.message.includes('timed out') ? 'timeout' : 'broken off'))
}

/** How long one call may take: a plain one, or one that carries files. */
type Speed = 'call' | 'upload'

/**
 * The one place that talks to the Bot API: grammY's typed calls over our guarded connections. Throws MessengerRefused or
 * MessengerUnreachable; neither holds the token, nor what was sent.
 */
export class TelegramApi {
  readonly #token: string
  readonly #base: string
  readonly #isNamed: boolean
  readonly #outgoing: Outgoing
  readonly #agent: Agent
  readonly #apis: Readonly<Record<Speed, RawApi>>

  /** `baseUrl` is the administrator's hidden setting, so its host may be inside. Throws OutgoingFailed for one that may not. */
  constructor(token: string, baseUrl: string | null, outgoing: Outgoing) {
    this.#token = token
    this.#base = (baseUrl ?? officialAddress).replace(/\/+$/, '')
    this.#isNamed = baseUrl !== null
    this.#outgoing = outgoing
    this.#agent = outgoing.agent(new URL(this.#base), this.#isNamed)
    const api = (timeoutSeconds: number) =>
      new Api(token, {
        apiRoot: this.#base,
        timeoutSeconds,
        baseFetchConfig: { agent: this.#agent, redirect: 'error' },
      }).raw
    this.#apis = { call: api(callSeconds), upload: api(uploadSeconds) }
  }

  async call<Value>(ask: (api: RawApi) => Promise<Value>, speed: Speed = 'call'): Promise<Value> {
    try {
      return await ask(this.#apis[speed])
    } catch (error) {
      throw this.#failure(error)
    }
  }

  /** Opens a file that `getFile` has named. */
  download(path: string, limits: OutgoingLimits): Promise<OutgoingAnswer> {
    const place = path.split('/').map(encodeURIComponent).join('/')
    return this.#outgoing.get(`${this.#base}/file/bot${this.#token}/${place}`, this.#isNamed, limits)
  }

  /** Ends connections; calls under way break off. */
  close(): void {
    this.#agent.destroy()
  }

  #failure(error: unknown): Error {
    if (error instanceof GrammyError) {
      const { error_code: code, description, parameters } = error
      const clean = String(description).replaceAll(this.#token, '[token]').slice(0, 300)
      return refusalBy(code, clean, parameters)
    }
    if (error instanceof HttpError) return unreachable(error.error)
    return error instanceof OutgoingFailed ? new MessengerUnreachable(false, error.code) : unreachable(error)
  }
}
