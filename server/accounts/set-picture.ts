import { accepted, type Outcome, refused } from '#protocol/errors'
import type { AttachmentId, OperatorId } from '#protocol/ids'
import { type Actor, mayManage } from '#protocol/permissions'
import type { AccountContext } from './context'
import type { AccountWrites, PictureFile } from './ports'

/** Everybody shows his own face; whoever manages accounts may see to the others. */
export const maySetPicture = (actor: Actor, operatorId: OperatorId): boolean =>
  actor.id === operatorId || mayManage(actor, 'manageAccounts')

/** Gives an operator another picture, or none; the one before is nobody's any more. */
export async function setPicture(
  writes: AccountWrites,
  { operatorId, file }: { readonly operatorId: OperatorId; readonly file: PictureFile | null },
  { actor, now, news }: AccountContext,
): Promise<Outcome<{ picture: AttachmentId | null }>> {
  if (!maySetPicture(actor, operatorId)) return refused('FORBIDDEN', 'accounts are managed by administrators')
  if ((await writes.account(operatorId)) === undefined) return refused('NOT_FOUND', 'no such account')
  await writes.putPicture(operatorId, file, now)
  const facts = { hasPicture: file !== null }
  await writes.audit({ at: now, actor: actor.id, action: 'operator.picture', subject: operatorId, facts })
  writes.afterCommit(() => news.accountChanged(operatorId))
  return accepted({ picture: file?.attachment.id ?? null })
}
