import type { Attachment } from '#protocol/attachment'
import type { DeviceId, OperatorId, SessionId } from '#protocol/ids'
import type { Role } from '#protocol/operator'
import type { LinkKind } from '#protocol/sign-in'

/** An account as stored. `limit` as in `AccountDetails`; without a password hash nobody can sign in by password. */
export interface AccountRecord {
  readonly id: OperatorId
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly canSupervise: boolean
  readonly mayExceedLimit: boolean
  readonly isActive: boolean
  readonly takesPart: boolean
  readonly limit: 'company' | number | null
  readonly passwordHash: string | null
  readonly version: number
  readonly createdAt: number
  readonly lastSeenAt: number | null
}

/** A picture among the hub's files, whose row is not written yet. */
export interface PictureFile {
  readonly attachment: Attachment
  readonly hash: string
}

/** A one-time code: only its hash is kept. */
export interface CodeRecord {
  readonly hash: string
  readonly kind: LinkKind
  readonly accountId: OperatorId | null
  readonly createdAt: number
  readonly expiresAt: number
  readonly usedAt: number | null
}

export const endReasons = ['signedOut', 'ended', 'password', 'disabled', 'newSignIn', 'reset', 'expired'] as const
export type EndReason = (typeof endReasons)[number]

/** A session: an opaque token on one device, of which only the hash is kept. */
export interface SessionRecord {
  readonly id: SessionId
  readonly tokenHash: string
  readonly accountId: OperatorId
  readonly device: DeviceId
  readonly deviceName: string
  readonly createdAt: number
  readonly lastSeenAt: number
  readonly endedAt: number | null
  readonly endReason: EndReason | null
}

/** A line of the append-only audit trail; `facts` hold ids, codes and settings, never texts or secrets. */
export interface AuditEntry {
  readonly at: number
  readonly actor: OperatorId | null
  readonly action: string
  readonly subject: string | null
  readonly facts: Readonly<Record<string, string | number | boolean | null>>
}

export interface AccountReads {
  account(id: OperatorId): Promise<AccountRecord | undefined>
  accountByLogin(login: string): Promise<AccountRecord | undefined>
  accounts(): Promise<readonly AccountRecord[]>
  code(hash: string): Promise<CodeRecord | undefined>
  /** Unused, unexpired codes of these kinds. */
  openCodes(kinds: readonly LinkKind[], now: number): Promise<readonly CodeRecord[]>
  session(id: SessionId): Promise<SessionRecord | undefined>
  sessionByToken(tokenHash: string): Promise<SessionRecord | undefined>
  /** Not ended; of one account, or of all. */
  openSessions(accountId: OperatorId | null): Promise<readonly SessionRecord[]>
}

/** Accounts inside one transaction. */
export interface AccountWrites extends AccountReads {
  /** False when the login is taken. */
  insertAccount(account: AccountRecord): Promise<boolean>
  /** Writes all fields where the stored version is `account.version - 1`; false when it is another one or the login is taken. */
  updateAccount(account: AccountRecord): Promise<boolean>
  touchAccount(id: OperatorId, lastSeenAt: number): Promise<void>
  /** Writes the file's row and drops that of the picture before. */
  putPicture(id: OperatorId, file: PictureFile | null, at: number): Promise<void>
  insertCode(code: CodeRecord): Promise<void>
  /** True when this call used it up: unused and unexpired until now. */
  spendCode(hash: string, now: number): Promise<boolean>
  /** Spoils the unused codes of an account (or, with null, those of the first administrator). */
  dropCodes(accountId: OperatorId | null): Promise<void>
  insertSession(session: SessionRecord): Promise<void>
  touchSession(id: SessionId, lastSeenAt: number): Promise<void>
  /** Ends one that is open; true when it was. */
  endSession(id: SessionId, now: number, reason: EndReason): Promise<boolean>
  audit(entry: AuditEntry): Promise<void>
  /** Runs after the commit. */
  afterCommit(effect: () => void): void
}

export interface AccountStore {
  readonly read: AccountReads
  write<Value>(job: (accounts: AccountWrites) => Promise<Value>): Promise<Value>
}

/** Whom accounts tell of what has happened, after the commit. */
export interface AccountNews {
  /** Made, edited, disabled, enabled: roster, screens and rights follow. */
  accountChanged(id: OperatorId): void
  /** Their sockets are to be closed at once. */
  sessionsEnded(ids: readonly SessionId[], reason: EndReason): void
}

export interface AccountClock {
  now(): number
}

export interface AccountRandom {
  id(): string
  bytes(length: number): Buffer
}
