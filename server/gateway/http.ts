import cookie from '@fastify/cookie'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { type Refusal, refusal } from '#protocol/errors'
import { sendRefusal } from './http-refusal'
import type { GatewayLog } from './ports'

export interface HttpOptions {
  readonly trustedProxy: readonly string[]
  /** True when people reach the hub by https: then browsers are told to stay there. */
  readonly isSecure: boolean
  readonly newRequestId: () => string
  readonly log: GatewayLog
  /** What an exception of the outside world is to the caller; undefined = INTERNAL. */
  readonly refusalOf: (error: unknown) => Refusal | undefined
  readonly health: { isReady(): boolean }
}

const jsonLimitBytes = 64 * 1024

/** Errors of fastify itself: bad JSON, body over the limit, wrong content type. */
function refusalOfFastify(error: FastifyError): Refusal | undefined {
  if (error.statusCode === 413) return refusal('FILE_TOO_BIG', 'the body is too big')
  if (error.statusCode === 415) return refusal('BAD_REQUEST', 'the content type is not supported')
  const isClients = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
  return isClients ? refusal('BAD_REQUEST', 'the request is malformed') : undefined
}

/** The hub's HTTP side, with nothing mounted but health. Every error leaves as a refusal with the request's id, without a stack. */
export async function openHttp(options: HttpOptions): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: jsonLimitBytes,
    trustProxy: options.trustedProxy.length === 0 ? false : [...options.trustedProxy],
    genReqId: options.newRequestId,
    routerOptions: { maxParamLength: 200 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    return503OnClosing: true,
    forceCloseConnections: true,
  })
  await app.register(cookie)
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'same-origin')
    if (options.isSecure) void reply.header('strict-transport-security', 'max-age=31536000')
  })
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = options.refusalOf(error) ?? refusalOfFastify(error)
    const route = request.routeOptions.url ?? null
    if (known === undefined) options.log.error('http.failed', { requestId: request.id, route }, error)
    return sendRefusal(reply, known ?? refusal('INTERNAL', 'something went wrong on the hub'))
  })
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, refusal('NOT_FOUND', 'there is nothing here')))
  app.get('/health/live', () => ({ status: 'live' }))
  app.get('/health/ready', (_request, reply) =>
    options.health.isReady() ? reply.send({ status: 'ready' }) : sendRefusal(reply, refusal('RESTARTING', 'not ready')),
  )
  return app
}
