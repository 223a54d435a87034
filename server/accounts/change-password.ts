import { accepted, type Outcome, refused } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import type { AccountContext } from './context'
import { type Passwords, passwordProblem } from './passwords'
import type { AccountReads, AccountWrites } from './ports'
import { endSessions } from './sessions'

/** A new hash that may be stored as long as the account still has the old one. */
export interface PreparedPassword {
  readonly before: string
  readonly after: string
}

/** Checks the old password and hashes the new one: before the transaction, which waits for nothing but the store. */
export async function preparePassword(
  reads: AccountReads,
  passwords: Passwords,
  actor: Actor,
  input: { readonly current: string; readonly next: string },
): Promise<Outcome<PreparedPassword>> {
  if (passwords.isBusy) return refused('OVERLOADED', 'too many are signing in', { retryAfterMs: 1_000 })
  const account = await reads.account(actor.id)
  if (account === undefined) return refused('NOT_FOUND', 'no such account')
  const problem = passwordProblem(input.next, account.login)
  if (problem !== null)
    return refused('INVALID', 'the new password is too easy', { fields: [{ field: 'next', problem }] })
  const { passwordHash } = account
  if (!(await passwords.verify(passwordHash, input.current)) || passwordHash === null)
    return refused('WRONG_CREDENTIALS', 'the current password is wrong', { field: 'current' })
  return accepted({ before: passwordHash, after: await passwords.hash(input.next) })
}

/** Stores it; every other session of the account ends. */
export async function changePassword(
  writes: AccountWrites,
  prepared: PreparedPassword,
  context: AccountContext,
): Promise<Outcome<Record<string, never>>> {
  const { actor, now, news, sessionId } = context
  const account = await writes.account(actor.id)
  if (account?.passwordHash !== prepared.before) return refused('CONFLICT', 'the password has just been changed')
  await writes.updateAccount({ ...account, passwordHash: prepared.after, version: account.version + 1 })
  const ended = await endSessions(writes, actor.id, now, 'password', sessionId)
  await writes.audit({ at: now, actor: actor.id, action: 'account.password', subject: actor.id, facts: {} })
  writes.afterCommit(() => news.sessionsEnded(ended, 'password'))
  return accepted({})
}
