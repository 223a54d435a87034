import { accepted, type Outcome, refused } from '#protocol/errors'
import type { SessionId } from '#protocol/ids'
import { mayManage } from '#protocol/permissions'
import type { AccountContext } from './context'
import type { AccountWrites } from './ports'

/** Ends a session: one's own, or anybody's for an administrator. Somebody else's looks to the rest as if it were not there. */
export async function endSession(
  writes: AccountWrites,
  sessionId: SessionId,
  context: AccountContext,
): Promise<Outcome<Record<string, never>>> {
  const { actor, now, news } = context
  const session = await writes.session(sessionId)
  const isMine = session?.accountId === actor.id
  if (session === undefined || !(isMine || mayManage(actor, 'manageAccounts')))
    return refused('NOT_FOUND', 'no such session')
  if (await writes.endSession(sessionId, now, 'ended')) {
    const facts = { accountId: session.accountId }
    await writes.audit({ at: now, actor: actor.id, action: 'session.ended', subject: sessionId, facts })
    writes.afterCommit(() => news.sessionsEnded([sessionId], 'ended'))
  }
  return accepted({})
}
