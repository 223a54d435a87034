import { z } from 'zod'
import { At, DeviceId, SessionId } from './ids'
import { Account, Login, OperatorName, Password } from './operator'

/**
 * Signing in, over HTTP. Every answer that is not 2xx is a `Refusal` (protocol/errors.ts) with `requestId`.
 * `remember: 'cookie'`: the hub sets an HttpOnly cookie and `token` is null (browser workspace; needs the hub's own Origin).
 * `remember: 'token'`: the token comes back once and goes into `Authorization: Bearer` and the socket's handshake (desktop).
 */
export const signInPaths = {
  signIn: '/api/v1/sign-in',
  signInLink: '/api/v1/sign-in-link',
  link: '/api/v1/link',
  firstAdministrator: '/api/v1/first-administrator',
  /** POST, with the session to end as bearer token or cookie: always `{}`. The device says `session.leave` on its socket before. */
  signOut: '/api/v1/sign-out',
} as const

const device = {
  device: DeviceId,
  deviceName: z.string().trim().max(120),
  remember: z.enum(['cookie', 'token']),
}

/** POST signIn. Wrong name and wrong password are the same WRONG_CREDENTIALS; too many of them TOO_MANY_ATTEMPTS with `retryAfterMs`. */
export const SignIn = z.strictObject({
  login: z.string().trim().toLowerCase().min(1).max(64),
  password: z.string().min(1).max(128),
  ...device,
})
export type SignIn = z.infer<typeof SignIn>

/** A one-time link as printed or copied (`{public address}/#/join/{code}`), or the code alone. */
const OneTimeLink = z.string().trim().min(1).max(600)

/** The code of a link; a code alone is returned as it is. */
export function codeOfLink(link: string): string {
  const afterJoin = link.split('/join/').at(-1) ?? link
  return afterJoin.split(/[?&#]/)[0] ?? ''
}

const linkKinds = ['invitation', 'reset', 'signIn', 'firstAdministrator'] as const
export const LinkKind = z.enum(linkKinds)
export type LinkKind = z.infer<typeof LinkKind>

/** POST link: what a link is for, without using it up. Unknown, used and lapsed ones are all LINK_EXPIRED. */
export const LinkQuestion = z.strictObject({ link: OneTimeLink })
export const LinkAnswer = z.object({
  kind: LinkKind,
  /** Who it is for; null for the first administrator, who chooses both. */
  login: z.string().nullable(),
  name: z.string().nullable(),
  /** The person has to choose a password: everything but `signIn`. */
  needsPassword: z.boolean(),
  until: At,
})
export type LinkAnswer = z.infer<typeof LinkAnswer>

/**
 * POST signInLink: uses the link up and signs in. Without a password where one is needed, or with one too short: INVALID with
 * `field: 'password'` and `facts` {kind, login, name}, and the link stays good. The first administrator's link makes the account `admin`.
 */
export const SignInByLink = z.strictObject({ link: OneTimeLink, password: z.string().max(128).nullable(), ...device })
export type SignInByLink = z.infer<typeof SignInByLink>

/** POST firstAdministrator: the code of the hub's console makes the first account, once, while there is none. */
export const FirstAdministrator = z.strictObject({
  link: OneTimeLink,
  login: Login,
  name: OperatorName,
  password: Password,
  ...device,
})
export type FirstAdministrator = z.infer<typeof FirstAdministrator>

/** What all three answer with. */
export const SignedIn = z.object({
  /** Null when it went into the cookie. */
  token: z.string().nullable(),
  sessionId: SessionId,
  account: Account,
  /** The session ends then at the latest. */
  until: At,
})
export type SignedIn = z.infer<typeof SignedIn>
