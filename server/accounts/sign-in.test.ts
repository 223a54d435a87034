import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aDevice, someAccounts } from '#test/support/accounts'
import { findSession } from './sessions'
import { SignInByPassword } from './sign-in'
import { describeLink, firstAdministratorCode, makeFirstAdministrator, signInByLink } from './sign-in-by-link'
import { signOut } from './sign-out'

const password = 'correct horse battery'
let accounts: ReturnType<typeof someAccounts>

beforeEach(() => {
  accounts = someAccounts()
})
afterEach(() => accounts.close())

describe('signing in by password', () => {
  it('gives a token that names the session, and keeps only its hash', async () => {
    const olga = await accounts.anAccount('olga', password)
    const signedIn = await new SignInByPassword(accounts.tools).signIn('olga', password, aDevice(), '1.2.3.4')
    if (!signedIn.ok) throw new Error(signedIn.refusal.code)
    const { token, session } = signedIn.value
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(JSON.stringify(await accounts.tools.store.read.openSessions(null))).not.toContain(token)
    const found = await findSession(accounts.tools.store.read, token, accounts.tools.clock.now())
    expect(found).toMatchObject({ kind: 'open', session: { id: session.id }, account: { id: olga.id } })
  })

  it('says the same of a wrong password, an unknown name, a disabled account and one without a password', async () => {
    await accounts.anAccount('olga', password)
    await accounts.anAccount('gone', password, { isActive: false })
    await accounts.anAccount('invited', null)
    const signIn = new SignInByPassword(accounts.tools)
    const answers = []
    for (const login of ['olga', 'nobody', 'gone', 'invited'])
      answers.push(await signIn.signIn(login, login === 'gone' ? password : 'wrong', aDevice(), '1.2.3.4'))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ ok: false, refusal: { code: 'WRONG_CREDENTIALS' } })
  })

  it('asks to wait after five failures of a name, even with the right password, and lets in afterwards', async () => {
    await accounts.anAccount('olga', password)
    const signIn = new SignInByPassword(accounts.tools)
    for (let count = 0; count < 5; count++) await signIn.signIn('olga', 'wrong', aDevice(), '1.2.3.4')
    const refused = await signIn.signIn('olga', password, aDevice(), '5.6.7.8')
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'TOO_MANY_ATTEMPTS', retryAfterMs: 2_000 } })
    accounts.pass(2_000)
    expect(await signIn.signIn('olga', password, aDevice(), '5.6.7.8')).toMatchObject({ ok: true })
  })

  it('does not let attempts made at once pass the limit', async () => {
    await accounts.anAccount('olga', password)
    const signIn = new SignInByPassword(accounts.tools)
    const attempts = Array.from({ length: 12 }, () => signIn.signIn('olga', 'wrong', aDevice(), '1.2.3.4'))
    const codes = (await Promise.all(attempts)).map((answer) => (answer.ok ? 'ok' : answer.refusal.code))
    expect(codes.filter((code) => code === 'WRONG_CREDENTIALS')).toHaveLength(5)
    expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(7)
  })

  it('asks an address to wait after twenty failures with whatever names', async () => {
    const signIn = new SignInByPassword(accounts.tools)
    for (let count = 0; count < 20; count++) await signIn.signIn(`name${count}`, 'wrong', aDevice(), '1.2.3.4')
    expect(await signIn.signIn('olga', password, aDevice(), '1.2.3.4')).toMatchObject({
      refusal: { code: 'TOO_MANY_ATTEMPTS' },
    })
  })

  it('ends the earlier session of the same device', async () => {
    await accounts.anAccount('olga', password)
    const signIn = new SignInByPassword(accounts.tools)
    const first = await signIn.signIn('olga', password, aDevice('a'), '1.2.3.4')
    await signIn.signIn('olga', password, aDevice('b'), '1.2.3.4')
    await signIn.signIn('olga', password, aDevice('a'), '1.2.3.4')
    if (!first.ok) throw new Error(first.refusal.code)
    expect(accounts.ended).toEqual([{ ids: [first.value.session.id], reason: 'newSignIn' }])
    const found = await findSession(accounts.tools.store.read, first.value.token, accounts.tools.clock.now())
    expect(found.kind).toBe('ended')
  })
})

describe('a session', () => {
  const day = 24 * 3_600_000
  it.each([
    ['a week without being seen', [7 * day], 'ended'],
    ['almost a week', [7 * day - 1], 'open'],
    ['thirty days, however busy', [6 * day, 6 * day, 6 * day, 6 * day, 6 * day], 'ended'],
  ])('after %s', async (_name, pauses, kind) => {
    await accounts.anAccount('olga', password)
    const signedIn = await new SignInByPassword(accounts.tools).signIn('olga', password, aDevice(), '1.2.3.4')
    if (!signedIn.ok) throw new Error(signedIn.refusal.code)
    const { store, clock } = accounts.tools
    for (const [index, pause] of pauses.entries()) {
      accounts.pass(pause)
      if (index < pauses.length - 1)
        await store.write((writes) => writes.touchSession(signedIn.value.session.id, clock.now()))
    }
    expect((await findSession(store.read, signedIn.value.token, clock.now())).kind).toBe(kind)
  })

  it('ends by signing out; an invented token was never one', async () => {
    await accounts.anAccount('olga', password)
    const signedIn = await new SignInByPassword(accounts.tools).signIn('olga', password, aDevice(), '1.2.3.4')
    if (!signedIn.ok) throw new Error(signedIn.refusal.code)
    const { store, clock, news } = accounts.tools
    await signOut(store, signedIn.value.session.id, clock, news)
    expect((await findSession(store.read, signedIn.value.token, clock.now())).kind).toBe('ended')
    expect((await findSession(store.read, 'invented', clock.now())).kind).toBe('unknown')
    expect(accounts.ended.map((one) => one.reason)).toEqual(['signedOut'])
  })
})

describe('the first administrator', () => {
  it('is made by the code of the console, once', async () => {
    const code = (await firstAdministratorCode(accounts.tools)) ?? ''
    expect(await describeLink(accounts.tools, code)).toMatchObject({
      value: { kind: 'firstAdministrator', needsPassword: true, login: null },
    })
    const chosen = { login: 'olga', name: 'Ольга' }
    const both = await Promise.all([
      signInByLink(accounts.tools, code, password, aDevice('a'), chosen),
      signInByLink(accounts.tools, code, password, aDevice('b'), chosen),
    ])
    expect(both.map((answer) => (answer.ok ? answer.value.account.role : answer.refusal.code)).sort()).toEqual([
      'LINK_EXPIRED',
      'administrator',
    ])
    expect(await firstAdministratorCode(accounts.tools)).toBeNull()
  })

  it('gets a new code with every start, and the old one is void', async () => {
    const old = (await firstAdministratorCode(accounts.tools)) ?? ''
    await firstAdministratorCode(accounts.tools)
    expect(await describeLink(accounts.tools, old)).toMatchObject({ refusal: { code: 'LINK_EXPIRED' } })
  })

  it('comes from the environment only while there is nobody', async () => {
    expect(await makeFirstAdministrator(accounts.tools, 'olga', password)).toBe(true)
    expect(await makeFirstAdministrator(accounts.tools, 'ivan', password)).toBe(false)
    expect((await accounts.tools.store.read.accounts()).map((one) => one.login)).toEqual(['olga'])
  })
})
