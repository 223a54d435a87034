import type { Messenger } from '#protocol/channel'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { OperatorId, SessionId } from '#protocol/ids'
import {
  type LoginAppForm,
  type LoginFailure,
  LoginId,
  type LoginPlace,
  type LoginState,
} from '#protocol/messenger-login'
import type { Clock, Random } from '../platform'
import type { ChannelKind } from './channel'
import type { LoginAccount, LoginTrip, LoginWay } from './login-way'
import { MessengerRefused, MessengerUnreachable } from './messenger-error'
import type { LoginApp, LoginAppStore } from './ports'

export interface LoginDeskOptions {
  readonly kind: (messenger: Messenger) => Pick<ChannelKind, 'login'> | undefined
  readonly store: LoginAppStore
  readonly clock: Pick<Clock, 'monotonic'>
  readonly random: Pick<Random, 'bytes'>
  readonly hubUrl: string
  /** A login has come to its end. */
  readonly onEnded: (operatorId: OperatorId, loginId: LoginId) => void
  /** Something broke that should not. */
  readonly onError: (error: unknown) => void
}

/** Who logs in: on the device he began at, and nowhere else. */
export interface LoginOwner {
  readonly operatorId: OperatorId
  readonly sessionId: SessionId
}

/** What his browser is shown. */
export type LoginView =
  | { readonly kind: 'go'; readonly address: string }
  | { readonly kind: 'choose'; readonly accounts: readonly (LoginAccount & { readonly choice: string })[] }
  | { readonly kind: 'done'; readonly account: string }
  | { readonly kind: 'failed'; readonly reason: LoginFailure }

interface Login extends LoginOwner {
  readonly id: LoginId
  readonly messenger: Messenger
  readonly way: LoginWay
  readonly app: LoginApp
  readonly beganAt: number
  /** What the browser is expected back with; null while nothing is. */
  expects: { readonly trip: LoginTrip; readonly account: LoginAccount | null } | null
  accounts: readonly LoginAccount[]
  /** Stands for the person in the addresses of his accounts. */
  readonly choiceKey: string
  state: LoginState
  token: string | null
}

/** From the first step to the last one, and from there until the token has to be in its channel. */
const loginMs = 15 * 60_000
const ticketMs = 30 * 60_000
const mostLogins = 100
const keyBytes = 32

const ticketForm = /^login:[\w-]{43}$/
const ended = { kind: 'failed', reason: 'ended' } as const
const noLogin = () => refused('INVALID', 'nobody logs in at this messenger', { field: 'messenger' })
const placeOf = (baseUrl: string | null) => baseUrl?.replace(/\/+$/, '') ?? null

/**
 * Administrators log in at a messenger in a browser (product.md 7). Only in memory: what is half done when the hub ends is begun anew.
 * A state is good for one coming back, for a quarter of an hour; the token stays here and is named by a ticket.
 */
export class LoginDesk {
  readonly #options: LoginDeskOptions
  readonly #logins = new Map<LoginId, Login>()

  constructor(options: LoginDeskOptions) {
    this.#options = options
  }

  async place(messenger: Messenger): Promise<Outcome<LoginPlace>> {
    if (this.#wayOf(messenger) === undefined) return noLogin()
    const app = await this.#options.store.get(messenger)
    const shown = app && { appId: app.appId, secretEnd: app.secret.slice(-4), baseUrl: app.baseUrl }
    return accepted({ app: shown, returnUrl: this.#returnUrl(messenger) })
  }

  async setApp(messenger: Messenger, form: LoginAppForm, by: OperatorId): Promise<Outcome<LoginPlace>> {
    if (this.#wayOf(messenger) === undefined) return noLogin()
    const known = await this.#options.store.get(messenger)
    const isKept = known !== null && placeOf(known.baseUrl) === placeOf(form.baseUrl)
    const secret = form.secret ?? (isKept ? known.secret : null)
    if (secret === null) return refused('INVALID', 'the secret has to be entered', { field: 'form.secret' })
    await this.#options.store.set(messenger, { appId: form.appId, secret, baseUrl: form.baseUrl }, by)
    return this.place(messenger)
  }

  async begin(messenger: Messenger, owner: LoginOwner): Promise<Outcome<{ loginId: LoginId; address: string }>> {
    const way = this.#wayOf(messenger)
    if (way === undefined) return noLogin()
    const app = await this.#options.store.get(messenger)
    if (app === null) return refused('NOT_FOUND', 'no app is known to log in through')
    this.#forget(owner)
    const login: Login = {
      ...{ id: LoginId.parse(this.#key()), messenger, way, app, beganAt: this.#options.clock.monotonic() },
      ...{ operatorId: owner.operatorId, sessionId: owner.sessionId, choiceKey: this.#key() },
      ...{ expects: null, accounts: [], state: { kind: 'waiting' }, token: null },
    }
    this.#logins.set(login.id, login)
    const trip = this.#tripOf(login)
    login.expects = { trip, account: null }
    return accepted({ loginId: login.id, address: way.personAddress(trip) })
  }

  state(id: LoginId, { operatorId, sessionId }: LoginOwner): Outcome<LoginState> {
    this.#expire()
    const login = this.#logins.get(id)
    return login?.operatorId === operatorId && login.sessionId === sessionId
      ? accepted(login.state)
      : refused('LOGIN_ENDED', 'there is no such login in this session')
  }

  /** A browser has come back from the messenger. */
  async returned(messenger: Messenger, answer: URLSearchParams): Promise<LoginView> {
    this.#expire()
    const state = answer.get('state')
    const login = [...this.#logins.values()].find(
      (one) => one.messenger === messenger && one.expects?.trip.state === state,
    )
    if (login === undefined || login.expects === null) return ended
    const { trip, account } = login.expects
    login.expects = null
    try {
      return account === null
        ? await this.#knows(login, await login.way.accounts(trip, answer))
        : this.#has(login, account, await login.way.token(trip, account.id, answer))
    } catch (error) {
      return this.#failed(login, error)
    }
  }

  /** He has chosen one of his accounts. */
  chosen(choice: string): LoginView {
    this.#expire()
    const [key, ...rest] = choice.split('.')
    const login = [...this.#logins.values()].find((one) => one.choiceKey === key)
    const account = login?.accounts.find(({ id }) => id === rest.join('.'))
    return login === undefined || account === undefined || login.state.kind !== 'waiting'
      ? ended
      : this.#asks(login, account)
  }

  /** The token a ticket stands for, or what was typed as it is. Null: a ticket of no use here any more. */
  tokenOf(typed: string, baseUrl: string | null): string | null {
    if (!ticketForm.test(typed)) return typed
    this.#expire()
    const login = [...this.#logins.values()].find(({ state }) => state.kind === 'done' && state.ticket === typed)
    // To the place it was given at and to no other.
    return login !== undefined && placeOf(login.app.baseUrl) === placeOf(baseUrl) ? login.token : null
  }

  #knows(login: Login, accounts: readonly LoginAccount[]): LoginView {
    login.accounts = accounts
    const [only] = accounts
    if (only === undefined) return this.#end(login, { kind: 'failed', reason: 'noAccounts', detail: null })
    if (accounts.length === 1) return this.#asks(login, only)
    const choices = accounts.map(({ id, name, address }) => ({ id, name, address, choice: `${login.choiceKey}.${id}` }))
    return { kind: 'choose', accounts: choices }
  }

  #asks(login: Login, account: LoginAccount): LoginView {
    const trip = this.#tripOf(login)
    login.expects = { trip, account }
    return { kind: 'go', address: login.way.grantAddress(trip, account.id) }
  }

  #has(login: Login, account: LoginAccount, token: string): LoginView {
    login.token = token
    return this.#end(login, { kind: 'done', ticket: `login:${this.#key()}`, account: account.name })
  }

  #failed(login: Login, error: unknown): LoginView {
    if (!(error instanceof MessengerRefused)) {
      if (!(error instanceof MessengerUnreachable)) this.#options.onError(error)
      return this.#end(login, { kind: 'failed', reason: 'unreachable', detail: null })
    }
    const reason = error.code === 'access_denied' ? 'denied' : 'refused'
    return this.#end(login, { kind: 'failed', reason, detail: error.words.slice(0, 300) })
  }

  #end(login: Login, state: Exclude<LoginState, { kind: 'waiting' }>): LoginView {
    login.state = state
    this.#options.onEnded(login.operatorId, login.id)
    return state.kind === 'done' ? { kind: 'done', account: state.account } : { kind: 'failed', reason: state.reason }
  }

  #wayOf(messenger: Messenger): LoginWay | undefined {
    return this.#options.kind(messenger)?.login
  }

  #tripOf({ app, messenger }: Login): LoginTrip {
    return { app, returnUrl: this.#returnUrl(messenger), state: this.#key(), verifier: this.#key() }
  }

  #returnUrl(messenger: Messenger): string {
    return `${this.#options.hubUrl}/login/${messenger}`
  }

  #key(): string {
    return this.#options.random.bytes(keyBytes).toString('base64url')
  }

  /** One at a time for whoever begins, and not too many of all. */
  #forget({ sessionId }: LoginOwner): void {
    this.#expire()
    for (const [id, login] of this.#logins)
      if (login.sessionId === sessionId || this.#logins.size >= mostLogins) this.#drop(id, login)
  }

  #expire(): void {
    const now = this.#options.clock.monotonic()
    for (const [id, login] of this.#logins)
      if (now - login.beganAt > (login.state.kind === 'done' ? ticketMs + loginMs : loginMs)) this.#drop(id, login)
  }

  /** Who still waits for it is told: nothing will come. */
  #drop(id: LoginId, { operatorId, state }: Login): void {
    this.#logins.delete(id)
    if (state.kind === 'waiting') this.#options.onEnded(operatorId, id)
  }
}
