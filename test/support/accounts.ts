import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DeviceId, OperatorId, SessionId } from '#protocol/ids'
import type { AccountContext } from '#server/accounts/context'
import { Passwords } from '#server/accounts/passwords'
import type { AccountRecord, EndReason } from '#server/accounts/ports'
import { actorOf } from '#server/accounts/presenters'
import type { SignInTools } from '#server/accounts/sign-in'
import { anAdministrator } from '#server/accounts/sign-in-by-link'
import { soon, systemClock, systemRandom } from '#server/platform'
import { accountStore } from '#server/storage/account-store'
import { migrate } from '#server/storage/migrate'
import { openReadable, openWritable } from '#server/storage/sqlite/connection'
import { migrations } from '#server/storage/sqlite/migrations/migrations'
import { sqliteReader } from '#server/storage/sqlite/reader'
import { SqliteWriter } from '#server/storage/sqlite/writer'

export const aDevice = (id = 'device-1') => ({ device: DeviceId.parse(id), deviceName: 'Laptop' })

/** Accounts over a real store in a folder of its own, with a clock that tests move. */
export function someAccounts() {
  const folder = mkdtempSync(join(tmpdir(), 'pult-accounts-'))
  const file = join(folder, 'pult.sqlite')
  const connection = openWritable(file)
  migrate(connection, migrations)
  const readable = openReadable(file)
  const failures: unknown[] = []
  const writer = new SqliteWriter({
    ...{ connection, clock: systemClock, position: 0, soon },
    onEffectFailed: (error) => void failures.push(error),
  })
  let now = 1_790_000_000_000
  const ended: { ids: readonly SessionId[]; reason: EndReason }[] = []
  const changed: OperatorId[] = []
  const tools: SignInTools = {
    store: accountStore(sqliteReader(readable), writer),
    passwords: new Passwords(),
    random: systemRandom,
    clock: { now: () => now, monotonic: () => now },
    news: {
      accountChanged: (id) => void changed.push(id),
      sessionsEnded: (ids, reason) => void (ids.length > 0 && ended.push({ ids, reason })),
    },
  }
  return {
    tools,
    ended,
    changed,
    pass: (ms: number) => {
      now += ms
    },
    /** An account as it is made; the first one of a test is its administrator. */
    anAccount: async (login: string, password: string | null, more: Partial<AccountRecord> = {}) => {
      const passwordHash = password === null ? null : await tools.passwords.hash(password)
      const id = OperatorId.parse(systemRandom.id())
      const account = { ...anAdministrator(id, { login, name: login }, passwordHash, now), ...more }
      await tools.store.write((writes) => writes.insertAccount(account))
      return account
    },
    as: (account: AccountRecord, sessionId = 'none'): AccountContext => ({
      ...{ actor: actorOf(account), sessionId: SessionId.parse(sessionId), now },
      ...{ random: systemRandom, news: tools.news },
    }),
    close: async () => {
      await writer.close()
      readable.database.close()
      connection.database.close()
      rmSync(folder, { recursive: true })
      if (failures.length > 0) throw failures[0]
    },
  }
}
