import { accepted, type Outcome, refused } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import { type AccountContext, isLastAdministrator, lastAdministrator, needsAccountRights } from './context'
import type { AccountWrites } from './ports'
import { endSessions } from './sessions'

/** Shuts an account: its sessions end, its sockets close after the commit, its open links are spoilt. */
export async function disable(
  writes: AccountWrites,
  operatorId: OperatorId,
  context: AccountContext,
): Promise<Outcome<Record<string, never>>> {
  return setActive(writes, operatorId, false, context)
}

export async function enable(
  writes: AccountWrites,
  operatorId: OperatorId,
  context: AccountContext,
): Promise<Outcome<Record<string, never>>> {
  return setActive(writes, operatorId, true, context)
}

async function setActive(
  writes: AccountWrites,
  operatorId: OperatorId,
  isActive: boolean,
  context: AccountContext,
): Promise<Outcome<Record<string, never>>> {
  const forbidden = needsAccountRights(context)
  if (forbidden !== null) return forbidden
  const account = await writes.account(operatorId)
  if (account === undefined) return refused('NOT_FOUND', 'no such account')
  if (account.isActive === isActive) return accepted({})
  if (!isActive && (await isLastAdministrator(writes, operatorId))) return lastAdministrator()
  const { now, actor, news } = context
  await writes.updateAccount({ ...account, isActive, version: account.version + 1 })
  const ended = isActive ? [] : await endSessions(writes, operatorId, now, 'disabled')
  if (!isActive) await writes.dropCodes(operatorId)
  const action = isActive ? 'operator.enabled' : 'operator.disabled'
  await writes.audit({ at: now, actor: actor.id, action, subject: operatorId, facts: { sessions: ended.length } })
  writes.afterCommit(() => {
    news.sessionsEnded(ended, 'disabled')
    news.accountChanged(operatorId)
  })
  return accepted({})
}
