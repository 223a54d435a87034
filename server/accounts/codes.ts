import type { OperatorId } from '#protocol/ids'
import type { LinkKind } from '#protocol/sign-in'
import type { AccountReads, AccountWrites, CodeRecord } from './ports'
import { tokenHash } from './tokens'

const hour = 3_600_000
/** How long a one-time link is good. */
const codeLivesMs: Readonly<Record<LinkKind, number>> = {
  invitation: 7 * 24 * hour,
  reset: 24 * hour,
  signIn: 7 * 24 * hour,
  firstAdministrator: 24 * hour,
}

/** Stores a code under its hash; earlier unused ones of the same account are spoilt. */
export async function keepCode(
  writes: AccountWrites,
  code: string,
  kind: LinkKind,
  accountId: OperatorId | null,
  now: number,
): Promise<CodeRecord> {
  await writes.dropCodes(accountId)
  const expiresAt = now + codeLivesMs[kind]
  const record = { hash: tokenHash(code), kind, accountId, createdAt: now, expiresAt, usedAt: null }
  await writes.insertCode(record)
  return record
}

/** A code that can still be used; unknown, used and lapsed ones are all nothing. */
export async function openCode(reads: AccountReads, code: string, now: number): Promise<CodeRecord | undefined> {
  const record = await reads.code(tokenHash(code))
  return record !== undefined && record.usedAt === null && record.expiresAt > now ? record : undefined
}
