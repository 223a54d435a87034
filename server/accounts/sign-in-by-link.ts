import { accepted, type Outcome, refused } from '#protocol/errors'
import { OperatorId } from '#protocol/ids'
import type { LinkAnswer } from '#protocol/sign-in'
import { keepCode, openCode } from './codes'
import { passwordProblem } from './passwords'
import type { AccountRecord, AccountWrites, CodeRecord } from './ports'
import { endSessions, type SessionDevice, startSession } from './sessions'
import type { SignedInSession, SignInTools } from './sign-in'
import { newToken } from './tokens'

/** Login and name of the first administrator when the link alone is used. */
const firstAccount = { login: 'admin', name: 'Администратор' }

export interface NewAdministrator {
  readonly login: string
  readonly name: string
}

/** What a link is for, without using it up. */
export async function describeLink(tools: SignInTools, code: string): Promise<Outcome<LinkAnswer>> {
  const record = await openCode(tools.store.read, code, tools.clock.now())
  if (record === undefined) return refused('LINK_EXPIRED', 'the link was used or has lapsed')
  const account = record.accountId === null ? undefined : await tools.store.read.account(record.accountId)
  if (record.accountId !== null && account?.isActive !== true)
    return refused('LINK_EXPIRED', 'the link was used or has lapsed')
  return accepted({
    kind: record.kind,
    login: account?.login ?? null,
    name: account?.name ?? null,
    needsPassword: record.kind !== 'signIn',
    until: record.expiresAt,
  })
}

/**
 * Uses a one-time link up: signs in, after setting the password where the link asks for one. The code is spent in the transaction
 * that starts the session, so two who follow it at once do not both get in.
 */
export async function signInByLink(
  tools: SignInTools,
  code: string,
  password: string | null,
  device: SessionDevice,
  administrator: NewAdministrator = firstAccount,
): Promise<Outcome<SignedInSession>> {
  const described = await describeLink(tools, code)
  if (!described.ok) return described
  const { kind, login, name, needsPassword } = described.value
  if (!needsPassword) return spendLink(tools, code, null, device, administrator)
  const problem = password === null ? 'missing' : passwordProblem(password, login ?? administrator.login)
  if (password === null || problem !== null) {
    const facts = { kind, login, name, problem }
    return refused('INVALID', 'a password has to be chosen', { field: 'password', facts })
  }
  if (tools.passwords.isBusy) return refused('OVERLOADED', 'too many are signing in', { retryAfterMs: 1_000 })
  return spendLink(tools, code, await tools.passwords.hash(password), device, administrator)
}

async function spendLink(
  { store, clock, random, news }: SignInTools,
  code: string,
  passwordHash: string | null,
  device: SessionDevice,
  administrator: NewAdministrator,
): Promise<Outcome<SignedInSession>> {
  return store.write(async (writes) => {
    const now = clock.now()
    const record = await openCode(writes, code, now)
    if (record === undefined || !(await writes.spendCode(record.hash, now)))
      return refused('LINK_EXPIRED', 'the link was used or has lapsed')
    const account = await accountFor(writes, record, passwordHash, administrator, now, random.id())
    if (account === undefined) return refused('LINK_EXPIRED', 'the link was used or has lapsed')
    const dropped = record.kind === 'reset' ? await endSessions(writes, account.id, now, 'reset') : []
    const { token, session, ended } = await startSession(writes, account.id, device, now, random)
    const facts = { kind: record.kind, sessionId: session.id }
    await writes.audit({ at: now, actor: account.id, action: 'signIn.byLink', subject: account.id, facts })
    writes.afterCommit(() => {
      if (record.kind !== 'signIn') news.accountChanged(account.id)
      news.sessionsEnded([...dropped, ...ended], 'newSignIn')
    })
    return accepted({ token, session, account })
  })
}

/** The account a code lets in: with its new password, or made now. */
async function accountFor(
  writes: AccountWrites,
  record: CodeRecord,
  passwordHash: string | null,
  administrator: NewAdministrator,
  now: number,
  newId: string,
): Promise<AccountRecord | undefined> {
  if (record.kind === 'firstAdministrator') {
    if ((await writes.accounts()).length > 0) return undefined
    const account = anAdministrator(OperatorId.parse(newId), administrator, passwordHash, now)
    return (await writes.insertAccount(account)) ? account : undefined
  }
  const account = record.accountId === null ? undefined : await writes.account(record.accountId)
  if (account?.isActive !== true || record.kind === 'signIn') return account?.isActive === true ? account : undefined
  const changed = { ...account, passwordHash, version: account.version + 1 }
  return (await writes.updateAccount(changed)) ? changed : undefined
}

/** An administrator's account; he takes part in distribution only when somebody says so. */
export const anAdministrator = (
  id: OperatorId,
  { login, name }: NewAdministrator,
  passwordHash: string | null,
  now: number,
): AccountRecord => ({
  id,
  login,
  name,
  role: 'administrator',
  canSupervise: true,
  mayExceedLimit: true,
  isActive: true,
  takesPart: false,
  limit: 'company',
  passwordHash,
  version: 1,
  createdAt: now,
  lastSeenAt: null,
})

/** The code of a hub without accounts, printed on its console; null when there is somebody already. */
export async function firstAdministratorCode({ store, clock, random }: SignInTools): Promise<string | null> {
  const code = newToken(random)
  return store.write(async (writes) => {
    if ((await writes.accounts()).length > 0) return null
    await keepCode(writes, code, 'firstAdministrator', null, clock.now())
    return code
  })
}

/** Sets the hub up without a person: the first administrator from the environment. Does nothing when there is an account. */
export async function makeFirstAdministrator(tools: SignInTools, login: string, password: string): Promise<boolean> {
  if ((await tools.store.read.accounts()).length > 0) return false
  const passwordHash = await tools.passwords.hash(password)
  const id = OperatorId.parse(tools.random.id())
  return tools.store.write(async (writes) => {
    if ((await writes.accounts()).length > 0) return false
    const now = tools.clock.now()
    const isNew = await writes.insertAccount(anAdministrator(id, { ...firstAccount, login }, passwordHash, now))
    if (isNew) writes.afterCommit(() => tools.news.accountChanged(id))
    return isNew
  })
}
