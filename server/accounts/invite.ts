import type { OperatorForm } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { OperatorId } from '#protocol/ids'
import type { AccountDetails } from '#protocol/operator'
import { keepCode } from './codes'
import { type AccountContext, needsAccountRights } from './context'
import type { AccountWrites } from './ports'
import { accountDetailsOf } from './presenters'

/** Only employees can be given these; administrators have them anyway, restricted operators never. */
export const grantsOf = (form: OperatorForm) => ({
  canSupervise: form.role === 'administrator' || (form.role === 'employee' && form.canSupervise),
  mayExceedLimit: form.role !== 'restricted' && form.mayExceedLimit,
})

export const loginTaken = (): Outcome<never> =>
  refused('INVALID', 'the login is taken', { fields: [{ field: 'form.login', problem: 'taken' }] })

/** Makes an account without a password; `code` goes into the link that lets its person choose one. */
export async function invite(
  writes: AccountWrites,
  form: OperatorForm,
  code: string,
  context: AccountContext,
): Promise<Outcome<{ readonly account: AccountDetails; readonly until: number }>> {
  const forbidden = needsAccountRights(context)
  if (forbidden !== null) return forbidden
  const { now, actor, random, news } = context
  const id = OperatorId.parse(random.id())
  const account = {
    ...{ id, login: form.login, name: form.name, role: form.role, takesPart: form.takesPart, limit: form.limit },
    ...grantsOf(form),
    ...{ isActive: true, passwordHash: null, version: 1, createdAt: now, lastSeenAt: null },
  }
  if (!(await writes.insertAccount(account))) return loginTaken()
  const { expiresAt } = await keepCode(writes, code, 'invitation', id, now)
  await writes.audit({ at: now, actor: actor.id, action: 'operator.invited', subject: id, facts: { role: form.role } })
  writes.afterCommit(() => news.accountChanged(id))
  return accepted({ account: accountDetailsOf(account, expiresAt), until: expiresAt })
}
