import type { FastifyInstance } from 'fastify'
import { isTooDeep } from './json-depth'
import type { GatewayClock, GatewayTimers } from './ports'

/** What a messenger's call comes to. */
export interface HookReply {
  readonly status: number
  readonly body: string
  /** Seconds for `Retry-After`. */
  readonly retryAfter?: number
}

export interface HookPorts {
  readonly receive: (
    channelId: string,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer,
  ) => Promise<HookReply>
  readonly clock: GatewayClock
  readonly timers: GatewayTimers
}

const bodyLimitBytes = 4 << 20
const mostInFlight = 500
const limitMs = 2_000
/** Whoever knocks without the secret learns as much from the time as from the answer. */
const strangersWaitMs = 50

const busy: HookReply = { status: 503, body: '', retryAfter: 5 }

/** `/hooks/{channelId}`: raw bytes to the channel, its answer back after the commit. */
export async function mountHooks(app: FastifyInstance, { receive, clock, timers }: HookPorts): Promise<void> {
  let inFlight = 0
  const pause = (ms: number) => new Promise<void>((resolve) => void timers.after(ms, resolve))

  async function answer(
    channelId: string,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer,
  ): Promise<HookReply> {
    const startedAt = clock.monotonic()
    const reply = isTooDeep(body) ? { status: 400, body: '' } : await receive(channelId, headers, body)
    if (reply.status === 401 || reply.status === 404)
      await pause(Math.max(0, strangersWaitMs - (clock.monotonic() - startedAt)))
    return reply
  }

  /** What comes too late is answered as "come again"; the work goes on, and the repeat finds it done. */
  function withinLimit(work: Promise<HookReply>): Promise<HookReply> {
    return new Promise((resolve, reject) => {
      const callOff = timers.after(limitMs, () => resolve(busy))
      work.then(resolve, reject).finally(callOff)
    })
  }

  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyLimitBytes }, (_request, body, taken) =>
      taken(null, body),
    )
    scope.post<{ Params: { channelId: string } }>(
      '/hooks/:channelId',
      { bodyLimit: bodyLimitBytes },
      async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        if (inFlight >= mostInFlight) return reply.code(busy.status).header('retry-after', '5').send('')
        inFlight += 1
        const work = answer(request.params.channelId, request.headers, body).finally(() => {
          inFlight -= 1
        })
        const { status, body: text, retryAfter } = await withinLimit(work)
        if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter))
        return reply.code(status).type('text/plain; charset=utf-8').send(text)
      },
    )
    done()
  })
}
