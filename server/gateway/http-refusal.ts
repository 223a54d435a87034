import type { FastifyReply } from 'fastify'
import type { Refusal, RefusalCode } from '#protocol/errors'

/** Status of a refusal over HTTP; what is not named is 400. */
const statuses: Partial<Record<RefusalCode, number>> = {
  UNAUTHENTICATED: 401,
  SESSION_ENDED: 401,
  WRONG_CREDENTIALS: 401,
  ORIGIN: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  UPLOAD_UNKNOWN: 404,
  CONFLICT: 409,
  LINK_EXPIRED: 410,
  FILE_TOO_BIG: 413,
  FILE_TYPE: 415,
  INVALID: 422,
  TOO_MANY_ATTEMPTS: 429,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  OVERLOADED: 503,
  STORE_UNAVAILABLE: 503,
  RESTARTING: 503,
}

/** The one way an HTTP refusal leaves: the refusal with the request's id, status and Retry-After by its code. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const status = statuses[refusal.code] ?? 400
  const wait = refusal.retryAfterMs ?? (status === 503 ? 2_000 : undefined)
  if (wait !== undefined) void reply.header('retry-after', String(Math.ceil(wait / 1_000)))
  return reply.code(status).send({ ...refusal, requestId: reply.request.id })
}
