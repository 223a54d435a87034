import type { Account, AccountDetails } from '#protocol/operator'
import type { Actor } from '#protocol/permissions'
import type { AccountRecord } from './ports'

/** What leaves the house, field by field. */
export const accountOf = (record: AccountRecord): Account => ({
  id: record.id,
  login: record.login,
  name: record.name,
  role: record.role,
  canSupervise: record.canSupervise,
  mayExceedLimit: record.mayExceedLimit,
})

export const actorOf = (record: AccountRecord): Actor => ({
  id: record.id,
  role: record.role,
  canSupervise: record.canSupervise,
  mayExceedLimit: record.mayExceedLimit,
  isActive: record.isActive,
})

export const accountDetailsOf = (record: AccountRecord, invitationUntil: number | null): AccountDetails => ({
  ...accountOf(record),
  version: record.version,
  isActive: record.isActive,
  takesPart: record.takesPart,
  limit: record.limit,
  hasPassword: record.passwordHash !== null,
  invitationUntil,
  lastSeenAt: record.lastSeenAt,
})
