import type { DeviceId, OperatorId, SessionId } from '#protocol/ids'
import { SessionId as sessionId } from '#protocol/ids'
import type { AccountRandom, AccountReads, AccountRecord, AccountWrites, EndReason, SessionRecord } from './ports'
import { newToken, tokenHash } from './tokens'

const sessionIdleMs = 7 * 24 * 3_600_000
export const sessionLongestMs = 30 * 24 * 3_600_000

export const isExpired = (session: SessionRecord, now: number): boolean =>
  now >= session.lastSeenAt + sessionIdleMs || now >= session.createdAt + sessionLongestMs

export const endsAt = (session: SessionRecord): number => session.createdAt + sessionLongestMs

export type FoundSession =
  | { readonly kind: 'open'; readonly session: SessionRecord; readonly account: AccountRecord }
  | { readonly kind: 'unknown' | 'ended' }

/** Whose token is this? Ended ones are told from unknown ones, so that a device can say what happened. */
export async function findSession(reads: AccountReads, token: string, now: number): Promise<FoundSession> {
  const session = await reads.sessionByToken(tokenHash(token))
  if (session === undefined) return { kind: 'unknown' }
  if (session.endedAt !== null || isExpired(session, now)) return { kind: 'ended' }
  const account = await reads.account(session.accountId)
  return account?.isActive === true ? { kind: 'open', session, account } : { kind: 'ended' }
}

/** Device a session is made for. */
export interface SessionDevice {
  readonly device: DeviceId
  readonly deviceName: string
}

/** Starts a session; the earlier one of the same account on the same device ends. Gives the token, which is never seen again. */
export async function startSession(
  writes: AccountWrites,
  accountId: OperatorId,
  { device, deviceName }: SessionDevice,
  now: number,
  random: AccountRandom,
): Promise<{ readonly token: string; readonly session: SessionRecord; readonly ended: readonly SessionId[] }> {
  const ended: SessionId[] = []
  for (const other of await writes.openSessions(accountId))
    if (other.device === device && (await writes.endSession(other.id, now, 'newSignIn'))) ended.push(other.id)
  const token = newToken(random)
  const session: SessionRecord = {
    id: sessionId.parse(random.id()),
    tokenHash: tokenHash(token),
    accountId,
    device,
    deviceName,
    createdAt: now,
    lastSeenAt: now,
    endedAt: null,
    endReason: null,
  }
  await writes.insertSession(session)
  await writes.touchAccount(accountId, now)
  return { token, session, ended }
}

/** Ends the open sessions of an account, but for one that may stay. Gives those that ended. */
export async function endSessions(
  writes: AccountWrites,
  accountId: OperatorId,
  now: number,
  reason: EndReason,
  except: SessionId | null = null,
): Promise<readonly SessionId[]> {
  const ended: SessionId[] = []
  for (const session of await writes.openSessions(accountId))
    if (session.id !== except && (await writes.endSession(session.id, now, reason))) ended.push(session.id)
  return ended
}
