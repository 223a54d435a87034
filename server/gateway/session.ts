import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Outcome, refused } from '#protocol/errors'
import type { AccountReads, AccountRecord, SessionRecord } from '../accounts/ports'
import { findSession, sessionLongestMs } from '../accounts/sessions'
import { mayUseSession } from './origins'

/** Who is asking, proved by a session. */
export interface Authenticated {
  readonly session: SessionRecord
  readonly account: AccountRecord
}

/** What a request brings to prove itself. */
export interface Credentials {
  readonly token: string | undefined
  readonly cookie: string | undefined
  readonly origin: string | undefined
}

export interface SessionRules {
  readonly reads: AccountReads
  readonly now: () => number
  /** Address people use, known once the hub listens. */
  readonly publicUrl: () => string
}

/** A bearer token goes before the cookie; the Origin is checked before either is looked at. */
export async function authenticate(
  { token, cookie, origin }: Credentials,
  rules: SessionRules,
): Promise<Outcome<Authenticated>> {
  const secret = token ?? cookie
  if (!mayUseSession(origin, rules.publicUrl(), token === undefined ? 'cookie' : 'token'))
    return refused(
      secret === undefined ? 'UNAUTHENTICATED' : 'ORIGIN',
      secret === undefined ? 'sign in first' : 'this address may not use the session',
    )
  if (secret === undefined) return refused('UNAUTHENTICATED', 'sign in first')
  const found = await findSession(rules.reads, secret, rules.now())
  if (found.kind === 'open') return { ok: true, value: found }
  return found.kind === 'ended'
    ? refused('SESSION_ENDED', 'the session has ended')
    : refused('UNAUTHENTICATED', 'sign in first')
}

/** With the prefix a browser keeps the cookie to this host and to https. */
export const cookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-pult-session' : 'pult-session'

export const credentialsOf = (request: FastifyRequest, publicUrl: string): Credentials => ({
  token: /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1],
  cookie: request.cookies[cookieName(publicUrl)],
  origin: request.headers.origin,
})

export function setSessionCookie(reply: FastifyReply, token: string | null, publicUrl: string): void {
  void reply.setCookie(cookieName(publicUrl), token ?? '', {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: publicUrl.startsWith('https:'),
    maxAge: token === null ? 0 : sessionLongestMs / 1_000,
  })
}
