import { type Outcome, refused } from '#protocol/errors'
import type { Passwords } from './passwords'
import type { AccountClock, AccountNews, AccountRandom, AccountRecord, AccountStore, SessionRecord } from './ports'
import { type SessionDevice, startSession } from './sessions'
import { Throttle } from './throttle'

export interface SignedInSession {
  readonly token: string
  readonly session: SessionRecord
  readonly account: AccountRecord
}

/** What everything about signing in needs. */
export interface SignInTools {
  readonly store: AccountStore
  readonly passwords: Passwords
  readonly random: AccountRandom
  readonly clock: AccountClock & { monotonic(): number }
  readonly news: AccountNews
}

const perAccount = 5
const perAddress = 20

/**
 * Signing in by name and password. An unknown name, a disabled account and a wrong password get the same answer in the same time;
 * failures are counted by name and by address, and both have to wait longer and longer.
 */
export class SignInByPassword {
  readonly #tools: SignInTools
  readonly #byLogin = new Throttle(perAccount)
  readonly #byAddress = new Throttle(perAddress)

  constructor(tools: SignInTools) {
    this.#tools = tools
  }

  async signIn(
    login: string,
    password: string,
    device: SessionDevice,
    address: string,
  ): Promise<Outcome<SignedInSession>> {
    const { store, passwords, clock } = this.#tools
    const wait = this.#waitMs(login, address)
    if (wait > 0) return refused('TOO_MANY_ATTEMPTS', 'too many failed attempts', { retryAfterMs: wait })
    if (passwords.isBusy) return refused('OVERLOADED', 'too many are signing in', { retryAfterMs: 1_000 })
    // Counted before the check: attempts made at once must not all pass under the limit.
    const startedAt = clock.monotonic()
    this.#byLogin.failed(login, startedAt)
    this.#byAddress.failed(address, startedAt)
    const account = await store.read.accountByLogin(login)
    const usable = account?.isActive === true ? account : undefined
    if (!(await passwords.verify(usable?.passwordHash ?? null, password)) || usable === undefined) {
      await this.#note('signIn.failed', usable ?? null, device)
      return refused('WRONG_CREDENTIALS', 'name or password is wrong')
    }
    const signedIn = await openSession(this.#tools, usable, device)
    if (signedIn === undefined) return refused('WRONG_CREDENTIALS', 'name or password is wrong')
    this.#byLogin.succeeded(login)
    this.#byAddress.forgive(address)
    return { ok: true, value: signedIn }
  }

  /** Codes are guessed, too: the same counters by address. */
  addressWaitMs(address: string): number {
    return this.#byAddress.waitMs(address, this.#tools.clock.monotonic())
  }

  addressFailed(address: string): void {
    this.#byAddress.failed(address, this.#tools.clock.monotonic())
  }

  #waitMs(login: string, address: string): number {
    const now = this.#tools.clock.monotonic()
    return Math.max(this.#byLogin.waitMs(login, now), this.#byAddress.waitMs(address, now))
  }

  async #note(action: string, account: AccountRecord | null, device: SessionDevice): Promise<void> {
    const { store, clock } = this.#tools
    const facts = { device: device.device }
    await store.write((writes) =>
      writes.audit({ at: clock.now(), actor: null, action, subject: account?.id ?? null, facts }),
    )
  }
}

/** Starts a session of an account that has proved itself; undefined when it was disabled meanwhile. */
async function openSession(
  { store, clock, random, news }: SignInTools,
  account: AccountRecord,
  device: SessionDevice,
): Promise<SignedInSession | undefined> {
  return store.write(async (writes) => {
    const current = await writes.account(account.id)
    if (current?.isActive !== true || current.passwordHash !== account.passwordHash) return undefined
    const now = clock.now()
    const { token, session, ended } = await startSession(writes, current.id, device, now, random)
    const facts = { sessionId: session.id, device: device.device }
    await writes.audit({ at: now, actor: current.id, action: 'signIn.done', subject: current.id, facts })
    if (ended.length > 0) writes.afterCommit(() => news.sessionsEnded(ended, 'newSignIn'))
    return { token, session, account: current }
  })
}
