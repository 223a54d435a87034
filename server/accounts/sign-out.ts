import type { SessionId } from '#protocol/ids'
import type { AccountClock, AccountNews, AccountStore } from './ports'

/** The person says that he leaves this device. */
export async function signOut(
  store: AccountStore,
  sessionId: SessionId,
  clock: AccountClock,
  news: AccountNews,
): Promise<void> {
  await store.write(async (writes) => {
    const session = await writes.session(sessionId)
    if (session === undefined || !(await writes.endSession(sessionId, clock.now(), 'signedOut'))) return
    const { accountId } = session
    await writes.audit({
      ...{ at: clock.now(), actor: accountId, action: 'signIn.left', subject: accountId },
      facts: { sessionId },
    })
    writes.afterCommit(() => news.sessionsEnded([sessionId], 'signedOut'))
  })
}
