import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { type RefusalCode, refusal } from '#protocol/errors'
import { ChannelId } from '#protocol/ids'
import type { VisitorSite } from '#protocol/visitor'
import { sendRefusal } from './http-refusal'
import { plainStyle, plainStylePath } from './plain-page'
import { tryPage } from './try-page'

/** A page that only shows the chat, as strict as the strictest of customers. */
const tryPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // Voice and video of the chat play from what it has loaded; without this they are saved as files.
  'media-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface WidgetPorts {
  /** How the chat looks on the page that asks; the code with which it may not have one. */
  readonly faceFor: (id: ChannelId, request: IncomingMessage) => VisitorSite | RefusalCode
  readonly isKnown: (id: ChannelId) => boolean
}

interface Named {
  readonly Params: { readonly channel: string }
}

/** What a page asks before anybody opens its chat, and the page on which a chat is tried. */
export function mountWidget(app: FastifyInstance, { faceFor, isKnown }: WidgetPorts): void {
  app.get<Named>('/widget/:channel', (request, reply) => {
    const id = ChannelId.safeParse(request.params.channel)
    const face = id.success ? faceFor(id.data, request.raw) : 'CHANNEL_DISCONNECTED'
    // Refused or not, the page may read the answer: the reason stands in its console.
    void reply
      .header('access-control-allow-origin', request.headers.origin ?? '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('vary', 'origin')
    if (typeof face !== 'string') return reply.header('cache-control', 'public, max-age=60').send(face)
    void reply.header('cache-control', 'no-store')
    return sendRefusal(reply, refusal(face, 'this chat is not for this page'))
  })
  app.get<Named>('/widget/:channel/try', (request, reply) => {
    const id = ChannelId.safeParse(request.params.channel)
    if (!id.success || !isKnown(id.data)) return reply.callNotFound()
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', tryPolicy)
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-language')
      .send(tryPage(id.data, request.headers['accept-language'] ?? ''))
  })
  app.get(plainStylePath, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(plainStyle),
  )
}
