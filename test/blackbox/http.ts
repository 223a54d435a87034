import { z } from 'zod'
import { SignedIn, signInPaths } from '#protocol/sign-in'

async function post(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`)
  return answer
}

const Token = SignedIn.extend({ token: z.string() })

/** A session as a device holds it. */
export interface Session {
  readonly token: string
  readonly device: string
}

/** Signs in as a desktop app does. */
export async function signIn(hub: string, login: string, password: string, device: string): Promise<Session> {
  const body = { login, password, device, deviceName: device, remember: 'token' }
  return { ...Token.parse(await post(`${hub}${signInPaths.signIn}`, body)), device }
}

/** Accepts an invitation with a password of one's own. */
export async function acceptInvitation(hub: string, link: string, password: string, device: string): Promise<Session> {
  const body = { link, password, device, deviceName: device, remember: 'token' }
  return { ...Token.parse(await post(`${hub}${signInPaths.signInLink}`, body)), device }
}
