import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { Deadlines } from './deadlines'
import { HookBodies } from './hook-bodies'
import { isTooDeep } from './json-depth'
import type { GatewayClock, GatewayTimers } from './ports'
import type { CallRefusal, RefusedCall } from './refused-calls'

/** What a messenger's call comes to. */
export interface HookReply {
  readonly status: number
  readonly body: string
  /** Seconds for `Retry-After`. */
  readonly retryAfter?: number
}

/** A call as the channel judges it: on its raw bytes. */
export interface HookCall {
  readonly method: 'GET' | 'POST'
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

export interface HookPorts {
  readonly receive: (channelId: string, call: HookCall) => Promise<HookReply>
  readonly clock: GatewayClock
  readonly timers: GatewayTimers
  /** A call was not taken. */
  readonly onRefused: (call: RefusedCall) => void
  /** Something broke that should not: the caller is told 500 and no more. */
  readonly onError: (error: unknown) => void
}

const mostInFlight = 500
const limitMs = 2_000
/** Whoever knocks without the secret learns as much from the time as from the answer. */
const strangersWaitMs = 50

const malformed: HookReply = { status: 400, body: '' }
const busy: HookReply = { status: 503, body: '', retryAfter: 5 }

/** Most answers: there is nothing to say but that it is stored. */
const nothing = { 'content-length': '0' }

function write(response: ServerResponse, { status, body, retryAfter }: HookReply): void {
  if (response.destroyed) return
  if (status === 200 && body === '') {
    response.writeHead(200, nothing)
    response.end()
    return
  }
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    // What was not read to its end is in the way of the next request.
    ...((status === 413 || status === 408) && { connection: 'close' }),
  })
  response.end(body)
}

/** Messengers send JSON and say so; one that says nothing is believed. */
const isJson = (type: string | undefined) => type === undefined || /^application\/(?:[\w.+-]+\+)?json\b/i.test(type)

/** Why, of what was asked of the channel. */
const refusals: ReadonlyMap<number, CallRefusal> = new Map([
  [400, 'notRead'],
  [401, 'notSigned'],
  [404, 'noChannel'],
])

/** Most calls have none, and an address costs more to parse than the rest of the call. */
function queryOf(url = ''): URLSearchParams {
  const start = url.indexOf('?')
  return start === -1 ? noQuery : new URLSearchParams(url.slice(start))
}

const noQuery = new URLSearchParams()

const hookPath = /^\/hooks\/([\w-]{1,64})(?:\?|$)/

/**
 * `/hooks/{channelId}`: raw bytes to the channel, its answer back after the commit. Messengers call more often than everybody
 * else together, so these calls do not go round through fastify.
 */
export function mountHooks(app: FastifyInstance, { receive, clock, timers, onRefused, onError }: HookPorts): void {
  const bodies = new HookBodies(clock, timers)
  const late = new Deadlines(clock, timers, limitMs)
  /** Calls whose answer is being worked out; who is still sending is none of them. */
  let inFlight = 0

  async function answer(channelId: string, request: IncomingMessage, body: Buffer): Promise<HookReply> {
    const startedAt = clock.monotonic()
    const call = { channelId, size: body.length, read: body }
    const method = request.method === 'GET' ? 'GET' : 'POST'
    const isOther = method === 'POST' && !isJson(request.headers['content-type'])
    const wrong = isOther ? 'contentType' : isTooDeep(body) ? 'tooDeep' : null
    if (wrong !== null) {
      onRefused({ ...call, why: wrong })
      return malformed
    }
    const reply = await receive(channelId, { method, query: queryOf(request.url), headers: request.headers, body })
    const why = refusals.get(reply.status)
    if (why !== undefined) onRefused({ ...call, why })
    if (reply.status === 401 || reply.status === 404)
      await new Promise<void>((resolve) => {
        timers.after(Math.max(0, strangersWaitMs - (clock.monotonic() - startedAt)), resolve)
      })
    return reply
  }

  /** What comes too late is answered as "come again"; the work goes on, and the repeat finds it done. */
  function serve(channelId: string, request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    inFlight += 1
    let isAnswered = false
    const say = (reply: HookReply) => {
      if (!isAnswered) write(response, reply)
      isAnswered = true
    }
    const answered = late.begin(() => say(busy))
    answer(channelId, request, body)
      .then(say, (error: unknown) => {
        onError(error)
        say({ status: 500, body: '' })
      })
      .finally(() => {
        answered()
        inFlight -= 1
      })
  }

  function take(channelId: string, request: IncomingMessage, response: ServerResponse): void {
    if (inFlight >= mostInFlight) {
      request.resume()
      write(response, busy)
      return
    }
    bodies.read(request, ({ kind, bytes }) => {
      if (kind === 'brokenOff') return
      if (kind === 'whole' && inFlight >= mostInFlight) return write(response, busy)
      if (kind === 'whole') return serve(channelId, request, response, bytes)
      const size = Math.max(bytes.length, Number(request.headers['content-length'] ?? 0))
      onRefused({ channelId, why: kind, size, read: bytes })
      write(response, { status: kind === 'tooBig' ? 413 : 408, body: '' })
    })
  }

  divert(app, take)
}

/** Calls to `/hooks/` go to `take`, everything else where it went before. */
function divert(
  app: FastifyInstance,
  take: (channelId: string, request: IncomingMessage, response: ServerResponse) => void,
): void {
  let isClosing = false
  app.addHook('preClose', (done) => {
    isClosing = true
    done()
  })
  const { server } = app
  const others = server.listeners('request')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const isCall = !isClosing && (request.method === 'POST' || request.method === 'GET')
    const channelId = isCall ? hookPath.exec(request.url ?? '')?.[1] : undefined
    if (channelId !== undefined) take(channelId, request, response)
    else for (const other of others) Reflect.apply(other, server, [request, response])
  })
}
