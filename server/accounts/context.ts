import { type Outcome, refused } from '#protocol/errors'
import type { OperatorId, SessionId } from '#protocol/ids'
import { type Actor, mayManage } from '#protocol/permissions'
import type { AccountNews, AccountRandom, AccountWrites } from './ports'

/** What managing accounts gets besides its transaction. */
export interface AccountContext {
  readonly actor: Actor
  /** The session that asks; it outlives a change of its own password. */
  readonly sessionId: SessionId
  readonly now: number
  readonly random: AccountRandom
  readonly news: AccountNews
}

export const needsAccountRights = ({ actor }: AccountContext): Outcome<never> | null =>
  mayManage(actor, 'manageAccounts') ? null : refused('FORBIDDEN', 'accounts are managed by administrators')

/** Would nobody be left who can manage the hub? */
export async function isLastAdministrator(writes: AccountWrites, id: OperatorId): Promise<boolean> {
  const administrators = (await writes.accounts()).filter((one) => one.isActive && one.role === 'administrator')
  return administrators.length === 1 && administrators[0]?.id === id
}

/** `field` is that of the form which would take the rights away. */
export const lastAdministrator = (field?: 'form.role'): Outcome<never> =>
  refused('LAST_ADMINISTRATOR', 'somebody has to be able to manage the hub', field === undefined ? {} : { field })
