import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Messenger } from '#protocol/channel'
import { refusal } from '#protocol/errors'
import { sendRefusal } from './http-refusal'
import { type LoginPage, loginPage } from './login-page'
import { plainPolicy } from './plain-page'
import type { GatewayClock } from './ports'

type View = LoginPage | { readonly kind: 'go'; readonly address: string }

export interface LoginRoutePorts {
  readonly desk: {
    returned(messenger: Messenger, answer: URLSearchParams): Promise<View>
    chosen(choice: string): View
  }
  readonly addressOf: (request: IncomingMessage) => string
  /** Milliseconds until this address may come again; 0 = now. */
  readonly pace: {
    wait(address: string, now: number): number
    take(address: string, now: number): void
  }
  readonly clock: GatewayClock
}

/**
 * `/login/{messenger}`: where a messenger sends the browser of an administrator back who logs in there. Who comes has no session here;
 * what he carries was made for one login of one device, and is good once.
 */
export function mountLogins(app: FastifyInstance, { desk, addressOf, pace, clock }: LoginRoutePorts): void {
  const isTooFast = (request: FastifyRequest, reply: FastifyReply) => {
    const [address, now] = [addressOf(request.raw), clock.monotonic()]
    const retryAfterMs = pace.wait(address, now)
    if (retryAfterMs > 0) void sendRefusal(reply, refusal('RATE_LIMITED', 'too many logins', { retryAfterMs }))
    else pace.take(address, now)
    return retryAfterMs > 0
  }

  app.get<{ Params: { choice: string } }>('/login/choose/:choice', { exposeHeadRoute: false }, (request, reply) =>
    isTooFast(request, reply) ? reply : shown(request, reply, desk.chosen(request.params.choice)),
  )
  app.get<{ Params: { messenger: string } }>(
    '/login/:messenger',
    { exposeHeadRoute: false },
    async (request, reply) => {
      if (isTooFast(request, reply)) return reply
      const messenger = Messenger.safeParse(request.params.messenger)
      if (!messenger.success) return reply.callNotFound()
      const answer = new URL(request.url, 'http://hub').searchParams
      return shown(request, reply, await desk.returned(messenger.data, answer))
    },
  )
}

function shown(request: FastifyRequest, reply: FastifyReply, view: View): FastifyReply {
  // The address holds what the messenger has given to this browser.
  void reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
  if (view.kind === 'go') return reply.redirect(view.address, 302)
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', plainPolicy)
    .header('vary', 'accept-language')
    .send(loginPage(view, request.headers['accept-language']))
}
