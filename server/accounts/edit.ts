import type { OperatorForm } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import type { AccountDetails } from '#protocol/operator'
import { type AccountContext, isLastAdministrator, lastAdministrator, needsAccountRights } from './context'
import { grantsOf, loginTaken } from './invite'
import type { AccountRecord, AccountWrites } from './ports'
import { accountDetailsOf } from './presenters'

/** What changed, for the audit trail: before and after of rights and limits, never names. */
function changesOf(before: AccountRecord, after: AccountRecord): Record<string, string> {
  const changes: Record<string, string> = {}
  for (const key of ['role', 'canSupervise', 'mayExceedLimit', 'takesPart', 'limit'] as const)
    if (before[key] !== after[key]) changes[key] = `${before[key]} -> ${after[key]}`
  return changes
}

/** Saves an operator's form whole. Rights follow on open sockets at once. */
export async function edit(
  writes: AccountWrites,
  input: { readonly operatorId: OperatorId; readonly version: number; readonly form: OperatorForm },
  context: AccountContext,
): Promise<Outcome<AccountDetails>> {
  const forbidden = needsAccountRights(context)
  if (forbidden !== null) return forbidden
  const { form } = input
  const before = await writes.account(input.operatorId)
  if (before === undefined) return refused('NOT_FOUND', 'no such account')
  if (before.version !== input.version)
    return refused('CONFLICT', 'somebody else has changed this account', { facts: { version: before.version } })
  if (form.role !== 'administrator' && (await isLastAdministrator(writes, before.id)))
    return lastAdministrator('form.role')
  const after: AccountRecord = {
    ...before,
    ...{ login: form.login, name: form.name, role: form.role, takesPart: form.takesPart, limit: form.limit },
    ...grantsOf(form),
    version: before.version + 1,
  }
  if (!(await writes.updateAccount(after))) return loginTaken()
  const { now, actor, news } = context
  const facts = changesOf(before, after)
  await writes.audit({ at: now, actor: actor.id, action: 'operator.edited', subject: after.id, facts })
  writes.afterCommit(() => news.accountChanged(after.id))
  const invitation = (await writes.openCodes(['invitation', 'reset'], now)).find((code) => code.accountId === after.id)
  return accepted(accountDetailsOf(after, invitation?.expiresAt ?? null))
}
