import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type LinkVisit, utmKeys } from '#protocol/links'
import { linkPage, type NotSentOn } from './link-page'
import { plainPolicy } from './plain-page'
import type { GatewayClock } from './ports'

export interface LinkRoutePorts {
  /** Where the link leads; null = nowhere. */
  readonly follow: (code: string, from: Pick<LinkVisit, 'page' | 'referrer' | 'utm'>) => Promise<string | null>
  readonly addressOf: (request: IncomingMessage) => string
  /** Milliseconds until this address may come again; 0 = now. */
  readonly pace: {
    wait(address: string, now: number): number
    take(address: string, now: number): void
  }
  readonly clock: GatewayClock
}

interface Followed {
  readonly Params: { readonly code: string }
  readonly Querystring: Readonly<Record<string, string | string[] | undefined>>
}

const longestWord = 200
const longestPage = 1_000

const cut = (value: unknown, limit: number): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, limit) : null

/** Where he comes from, as far as his browser and whoever put the link up tell. */
function arrivalOf(query: Followed['Querystring'], referrer: string | undefined) {
  const words = utmKeys.flatMap((key) => {
    const word = cut(query[key], longestWord)
    return word === null ? [] : [[key, word] as const]
  })
  return { page: cut(query.page, longestPage), referrer: cut(referrer, longestPage), utm: Object.fromEntries(words) }
}

interface Stop {
  readonly why: NotSentOn
  readonly status: number
  readonly retryAfterMs?: number
}

/** Whoever follows a link is a customer in a browser: he reads words, and where waiting helps his browser comes again by itself. */
function notSentOn(request: FastifyRequest, reply: FastifyReply, { why, status, retryAfterMs }: Stop): FastifyReply {
  if (retryAfterMs !== undefined) {
    const seconds = String(Math.ceil(retryAfterMs / 1_000))
    void reply.header('retry-after', seconds).header('refresh', seconds)
  }
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', plainPolicy)
    .header('vary', 'accept-language')
    .send(linkPage(why, request.headers['accept-language']))
}

/**
 * `/l/{code}`: the address of a link, open to anybody. Who comes is counted and sent on; nothing of the hub is shown. Only GET, so
 * that programs which look at an address first are no visits.
 */
export function mountLinks(app: FastifyInstance, { follow, addressOf, pace, clock }: LinkRoutePorts): void {
  app.get<Followed>('/l/:code', { exposeHeadRoute: false }, async (request, reply) => {
    void reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex')
    const address = addressOf(request.raw)
    const now = clock.monotonic()
    const retryAfterMs = pace.wait(address, now)
    if (retryAfterMs > 0) return notSentOn(request, reply, { why: 'busy', status: 429, retryAfterMs })
    pace.take(address, now)
    const target = await follow(request.params.code, arrivalOf(request.query, request.headers.referer))
    if (target === null) return notSentOn(request, reply, { why: 'gone', status: 404 })
    return reply.header('referrer-policy', 'no-referrer').redirect(target, 302)
  })
}
