import { accepted, type Outcome, refused } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import { keepCode } from './codes'
import { type AccountContext, needsAccountRights } from './context'
import type { AccountWrites } from './ports'
import { endSessions } from './sessions'

/** Takes the password away, ends the sessions and keeps a code for a new password (an invitation's, when there never was one). */
export async function reset(
  writes: AccountWrites,
  operatorId: OperatorId,
  code: string,
  context: AccountContext,
): Promise<Outcome<{ readonly until: number }>> {
  const forbidden = needsAccountRights(context)
  if (forbidden !== null) return forbidden
  const account = await writes.account(operatorId)
  if (account === undefined) return refused('NOT_FOUND', 'no such account')
  if (!account.isActive) return refused('CONFLICT', 'the account is disabled')
  const { now, actor, news } = context
  const kind = account.lastSeenAt === null && account.passwordHash === null ? 'invitation' : 'reset'
  await writes.updateAccount({ ...account, passwordHash: null, version: account.version + 1 })
  const ended = await endSessions(writes, operatorId, now, 'reset')
  const { expiresAt } = await keepCode(writes, code, kind, operatorId, now)
  await writes.audit({ at: now, actor: actor.id, action: 'operator.reset', subject: operatorId, facts: { kind } })
  writes.afterCommit(() => {
    news.sessionsEnded(ended, 'reset')
    news.accountChanged(operatorId)
  })
  return accepted({ until: expiresAt })
}
