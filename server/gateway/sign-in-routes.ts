import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { accepted, type Outcome, refusal, refused } from '#protocol/errors'
import {
  codeOfLink,
  FirstAdministrator,
  LinkQuestion,
  type SignedIn,
  SignIn,
  SignInByLink,
  signInPaths,
} from '#protocol/sign-in'
import { passwordProblem } from '../accounts/passwords'
import { accountOf } from '../accounts/presenters'
import { endsAt } from '../accounts/sessions'
import type { SignedInSession, SignInByPassword, SignInTools } from '../accounts/sign-in'
import { describeLink, signInByLink } from '../accounts/sign-in-by-link'
import { signOut } from '../accounts/sign-out'
import { sendRefusal } from './http-refusal'
import { parseInput } from './input'
import { mayUseSession } from './origins'
import { authenticate, credentialsOf, type SessionRules, setSessionCookie } from './session'

export interface SignInDoor {
  readonly tools: SignInTools
  readonly byPassword: SignInByPassword
  readonly rules: SessionRules
}

type Remember = SignIn['remember']

/** A page of another site may not sign anybody in; a program without a page may, when it wants a token. */
function originProblem(request: FastifyRequest, remember: Remember, publicUrl: string): Outcome<null> {
  if (mayUseSession(request.headers.origin, publicUrl, remember)) return accepted(null)
  return refused('ORIGIN', 'sign in at the address of the hub')
}

function answer(
  reply: FastifyReply,
  outcome: Outcome<SignedInSession>,
  remember: Remember,
  publicUrl: string,
): FastifyReply {
  if (!outcome.ok) return sendRefusal(reply, outcome.refusal)
  const { token, session, account } = outcome.value
  if (remember === 'cookie') setSessionCookie(reply, token, publicUrl)
  const signedIn: SignedIn = {
    token: remember === 'token' ? token : null,
    sessionId: session.id,
    account: accountOf(account),
    until: endsAt(session),
  }
  return reply.header('cache-control', 'no-store').send(signedIn)
}

/** Codes are long, but whoever tries them is slowed down like who tries passwords. */
async function guarded<Value>(
  { byPassword }: SignInDoor,
  address: string,
  attempt: () => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const wait = byPassword.addressWaitMs(address)
  if (wait > 0) return refused('TOO_MANY_ATTEMPTS', 'too many failed attempts', { retryAfterMs: wait })
  const outcome = await attempt()
  if (!outcome.ok && outcome.refusal.code === 'LINK_EXPIRED') byPassword.addressFailed(address)
  return outcome
}

/** `/api/v1/sign-in` and its sisters (protocol/sign-in.ts). */
export function mountSignIn(app: FastifyInstance, door: SignInDoor): void {
  const { tools, byPassword, rules } = door
  app.post(signInPaths.signIn, async (request, reply) => {
    const input = parseInput(SignIn, request.body)
    if (!input.ok) return sendRefusal(reply, input.refusal)
    const { login, password, remember, ...device } = input.value
    const origin = originProblem(request, remember, rules.publicUrl())
    if (!origin.ok) return sendRefusal(reply, origin.refusal)
    return answer(reply, await byPassword.signIn(login, password, device, request.ip), remember, rules.publicUrl())
  })
  app.post(signInPaths.link, async (request, reply) => {
    const input = parseInput(LinkQuestion, request.body)
    if (!input.ok) return sendRefusal(reply, input.refusal)
    const outcome = await guarded(door, request.ip, () => describeLink(tools, codeOfLink(input.value.link)))
    return outcome.ok ? reply.send(outcome.value) : sendRefusal(reply, outcome.refusal)
  })
  app.post(signInPaths.signInLink, async (request, reply) => {
    const input = parseInput(SignInByLink, request.body)
    if (!input.ok) return sendRefusal(reply, input.refusal)
    const { link, password, remember, ...device } = input.value
    const origin = originProblem(request, remember, rules.publicUrl())
    if (!origin.ok) return sendRefusal(reply, origin.refusal)
    const outcome = await guarded(door, request.ip, () => signInByLink(tools, codeOfLink(link), password, device))
    return answer(reply, outcome, remember, rules.publicUrl())
  })
  app.post(signInPaths.firstAdministrator, (request, reply) => firstAdministrator(door, request, reply))
  app.post(signInPaths.signOut, async (request, reply) => {
    const who = await authenticate(credentialsOf(request, rules.publicUrl()), rules)
    if (!who.ok && who.refusal.code === 'ORIGIN') return sendRefusal(reply, who.refusal)
    if (who.ok) await signOut(tools.store, who.value.session.id, tools.clock, tools.news)
    setSessionCookie(reply, null, rules.publicUrl())
    return reply.send({})
  })
}

async function firstAdministrator(
  door: SignInDoor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { tools, rules } = door
  const input = parseInput(FirstAdministrator, request.body)
  if (!input.ok) return sendRefusal(reply, input.refusal)
  const { link, password, login, name, remember, ...device } = input.value
  const origin = originProblem(request, remember, rules.publicUrl())
  if (!origin.ok) return sendRefusal(reply, origin.refusal)
  const problem = passwordProblem(password, login)
  if (problem !== null) {
    const fields = [{ field: 'password', problem }]
    return sendRefusal(reply, refusal('INVALID', 'the password is too easy', { field: 'password', fields }))
  }
  const outcome = await guarded(door, request.ip, async () => {
    const described = await describeLink(tools, codeOfLink(link))
    if (!described.ok) return described
    if (described.value.kind !== 'firstAdministrator') return refused('LINK_EXPIRED', 'not the link of a first start')
    return signInByLink(tools, codeOfLink(link), password, device, { login, name })
  })
  return answer(reply, outcome, remember, rules.publicUrl())
}
