import { lookup as systemLookup } from 'node:dns'
import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { mayConnect } from './outgoing-address'
import type { Timers } from './platform'

/** Why nothing came: where it may be tried again is for the caller to say. */
export type OutgoingProblem = 'address' | 'network' | 'redirect' | 'timeout' | 'tooBig' | 'truncated'

export class OutgoingFailed extends Error {
  override readonly name = 'OutgoingFailed'
  /** Client libraries wrap errors and keep only this. */
  readonly code = 'ERR_OUTGOING'
  constructor(
    readonly problem: OutgoingProblem,
    message: string,
    /** Bytes may have left: whoever was called may have done what he was asked. */
    readonly wasSent = false,
  ) {
    super(message)
  }
}

export interface OutgoingLimits {
  readonly maxBytes: number
  /** Until the answer's head is there. */
  readonly headMs: number
  /** Between two pieces of the body. */
  readonly idleMs: number
  /** For everything. */
  readonly totalMs: number
}

export const downloadLimits: OutgoingLimits = {
  maxBytes: 25 * 1024 * 1024,
  headMs: 10_000,
  idleMs: 10_000,
  totalMs: 120_000,
}

/** What is sent along. `size` in bytes; `pieces` is read once. */
export interface OutgoingBody {
  readonly type: string
  readonly size: number
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

export interface OutgoingCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly address: string
  /** The host is one that an administrator has named: it may be inside, and without TLS. */
  readonly isNamed: boolean
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: OutgoingBody
  readonly limits: OutgoingLimits
  /** Connections that are kept; of `agent()`, for this very host. */
  readonly agent?: HttpAgent | HttpsAgent
}

export interface OutgoingAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** As the server told; null when it did not. */
  readonly size: number | null
  /** Rejects with OutgoingFailed; must be read or ended, or the connection stays open until `totalMs`. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Free connections are given up before a server would close them on us in mid-request. */
const freeSocketMs = 15_000

/** https anywhere public; a host that an administrator has named (a base URL) may be inside, and without TLS. */
function refuseAddress(url: URL, isNamed: boolean): string | null {
  if (url.protocol !== 'https:' && !(isNamed && url.protocol === 'http:')) return 'only https is taken'
  if (url.username !== '' || url.password !== '') return 'an address with credentials'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && !mayConnect(host, isNamed) ? 'the address is not public' : null
}

/**
 * The only way out of the hub to addresses that somebody else has a say in (reliability.md section 5): https, the address of the
 * actual connection is checked when it is made, redirects are refused, size and time are bounded.
 */
export class Outgoing {
  readonly #timers: Timers
  readonly #lookup: LookupFunction

  constructor(timers: Timers, lookup: LookupFunction = systemLookup) {
    this.#timers = timers
    this.#lookup = lookup
  }

  /** For a client library: connections that keep to the rules. Literal addresses never reach it, so check the base URL first. */
  agent(base: URL, isNamed: boolean): HttpAgent | HttpsAgent {
    const problem = refuseAddress(base, isNamed)
    if (problem !== null) throw new OutgoingFailed('address', problem)
    const options = { keepAlive: true, timeout: freeSocketMs, lookup: this.#guardedLookup(isNamed) }
    return base.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)
  }

  /** Fetches with GET. */
  get(address: string, isNamed: boolean, limits: OutgoingLimits = downloadLimits): Promise<OutgoingAnswer> {
    return this.call({ method: 'GET', address, isNamed, limits })
  }

  /** Answers of any status come back; redirects and what breaks a rule reject with OutgoingFailed. */
  async call(call: OutgoingCall): Promise<OutgoingAnswer> {
    const { address, isNamed, limits } = call
    if (!URL.canParse(address)) throw new OutgoingFailed('address', 'not an address')
    const url = new URL(address)
    const problem = refuseAddress(url, isNamed)
    if (problem !== null) throw new OutgoingFailed('address', problem)
    const abort = new AbortController()
    const endTotal = this.#timers.after(limits.totalMs, () => abort.abort(timedOut()))
    try {
      const response = await this.#head(url, call, abort)
      return this.#answer(response, limits, abort, endTotal)
    } catch (error) {
      endTotal()
      throw error instanceof OutgoingFailed ? error : failureOf(error, abort.signal)
    }
  }

  #head(url: URL, call: OutgoingCall, abort: AbortController): Promise<IncomingMessage> {
    const { method, body, isNamed, limits } = call
    return new Promise((resolve, reject) => {
      const endHead = this.#timers.after(limits.headMs, () => abort.abort(timedOut()))
      const send = url.protocol === 'https:' ? requestHttps : requestHttp
      const request = send(url, {
        ...{ method, agent: call.agent ?? false, lookup: this.#guardedLookup(isNamed), signal: abort.signal },
        headers: {
          ...{ accept: '*/*', 'accept-encoding': 'identity' },
          ...(body !== undefined && { 'content-type': body.type, 'content-length': String(body.size) }),
          ...call.headers,
        },
      })
      let wasSent = false
      request.on('socket', (socket) => {
        wasSent = !socket.connecting
        // A kept connection is there already, and would gather a listener with each call.
        if (wasSent) return
        socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
          wasSent = true
        })
      })
      request.on('response', (response) => {
        endHead()
        resolve(response)
      })
      request.on('error', (error) => {
        endHead()
        reject(failureOf(error, abort.signal, wasSent))
      })
      if (body === undefined) request.end()
      else pipeline(Readable.from(body.pieces, { objectMode: false }), request).catch((error) => request.destroy(error))
    })
  }

  #answer(
    response: IncomingMessage,
    limits: OutgoingLimits,
    abort: AbortController,
    endTotal: () => void,
  ): OutgoingAnswer {
    const status = response.statusCode ?? 0
    const told = Number(response.headers['content-length'] ?? Number.NaN)
    const size = Number.isSafeInteger(told) ? told : null
    const problem =
      status >= 300 && status < 400
        ? new OutgoingFailed('redirect', `redirected with ${status}`)
        : size !== null && size > limits.maxBytes
          ? new OutgoingFailed('tooBig', `${size} bytes`)
          : null
    if (problem !== null) {
      response.destroy()
      throw problem
    }
    return { status, headers: response.headers, size, body: this.#body(response, limits, abort, endTotal) }
  }

  async *#body(
    response: IncomingMessage,
    limits: OutgoingLimits,
    abort: AbortController,
    endTotal: () => void,
  ): AsyncGenerator<Uint8Array> {
    let bytes = 0
    let endIdle = this.#timers.after(limits.idleMs, () => abort.abort(timedOut()))
    try {
      for await (const piece of response as AsyncIterable<Uint8Array>) {
        endIdle()
        bytes += piece.byteLength
        if (bytes > limits.maxBytes) throw new OutgoingFailed('tooBig', `more than ${limits.maxBytes} bytes`)
        yield piece
        endIdle = this.#timers.after(limits.idleMs, () => abort.abort(timedOut()))
      }
      if (!response.complete) throw new OutgoingFailed('truncated', 'the answer broke off')
    } catch (error) {
      throw failureOf(error, abort.signal)
    } finally {
      endIdle()
      endTotal()
      response.destroy()
    }
  }

  #guardedLookup(isNamed: boolean): LookupFunction {
    return (hostname, options, callback) => {
      this.#lookup(hostname, { ...options, all: true }, (error, found) => {
        if (error !== null) return callback(error, [])
        const addresses = (Array.isArray(found) ? found : []).filter(({ address }) => mayConnect(address, isNamed))
        const [first] = addresses
        if (first === undefined) return callback(new OutgoingFailed('address', 'the address is not public'), [])
        return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family)
      })
    }
  }
}

/** Whole and short: an answer of an API. Rejects as `body` does. */
export async function wholeText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const timedOut = () => new OutgoingFailed('timeout', 'no answer in time')

/** Messages of Node name the address, which may hold a token: only the code is kept. */
function failureOf(error: unknown, signal: AbortSignal, wasSent = true): OutgoingFailed {
  const failed =
    error instanceof OutgoingFailed ? error : signal.reason instanceof OutgoingFailed ? signal.reason : null
  if (failed !== null)
    return new OutgoingFailed(failed.problem, failed.message, wasSent && failed.problem !== 'address')
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const isCutOff = code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
  return new OutgoingFailed(isCutOff ? 'truncated' : 'network', code, wasSent)
}
