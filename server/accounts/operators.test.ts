import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OperatorForm } from '#protocol/commands'
import { OperatorId } from '#protocol/ids'
import { aDevice, someAccounts } from '#test/support/accounts'
import { changePassword, preparePassword } from './change-password'
import { disable, enable } from './disable'
import { edit } from './edit'
import { endSession } from './end-session'
import { invite } from './invite'
import { reset } from './reset'
import { SignInByPassword } from './sign-in'
import { describeLink, signInByLink } from './sign-in-by-link'

const password = 'correct horse battery'
const ivan: OperatorForm = {
  ...{ name: 'Иван', login: 'ivan', role: 'employee', limit: 'company' },
  ...{ canSupervise: false, mayExceedLimit: false, takesPart: true },
}
let accounts: ReturnType<typeof someAccounts>

beforeEach(() => {
  accounts = someAccounts()
})
afterEach(() => accounts.close())

const write: ReturnType<typeof someAccounts>['tools']['store']['write'] = (job) => accounts.tools.store.write(job)

describe('an invitation', () => {
  it('makes an account that nobody can use until its person has chosen a password', async () => {
    const olga = await accounts.anAccount('olga', password)
    const invited = await write((writes) => invite(writes, ivan, 'code', accounts.as(olga)))
    if (!invited.ok) throw new Error(invited.refusal.code)
    expect(invited.value.account).toMatchObject({ login: 'ivan', hasPassword: false, isActive: true, version: 1 })
    expect(accounts.changed).toContain(invited.value.account.id)
    expect(await signInByLink(accounts.tools, 'code', null, aDevice())).toMatchObject({
      refusal: { code: 'INVALID', field: 'password', facts: { kind: 'invitation', login: 'ivan', name: 'Иван' } },
    })
    expect(await signInByLink(accounts.tools, 'code', 'short', aDevice())).toMatchObject({
      refusal: { code: 'INVALID', facts: { problem: 'length' } },
    })
    expect(await signInByLink(accounts.tools, 'code', password, aDevice())).toMatchObject({ ok: true })
    expect(await signInByLink(accounts.tools, 'code', password, aDevice())).toMatchObject({
      refusal: { code: 'LINK_EXPIRED' },
    })
    expect(await new SignInByPassword(accounts.tools).signIn('ivan', password, aDevice(), '1.2.3.4')).toMatchObject({
      ok: true,
    })
  })

  it('lapses after seven days', async () => {
    const olga = await accounts.anAccount('olga', password)
    await write((writes) => invite(writes, ivan, 'code', accounts.as(olga)))
    accounts.pass(7 * 24 * 3_600_000)
    expect(await describeLink(accounts.tools, 'code')).toMatchObject({ refusal: { code: 'LINK_EXPIRED' } })
  })

  it('is refused for a login that is taken, and for who may not manage accounts', async () => {
    const olga = await accounts.anAccount('olga', password)
    const taken = await write((writes) => invite(writes, { ...ivan, login: 'olga' }, 'code', accounts.as(olga)))
    expect(taken).toMatchObject({
      refusal: { code: 'INVALID', fields: [{ field: 'form.login', problem: 'taken' }] },
    })
    const petr = await accounts.anAccount('petr', password, { role: 'employee', canSupervise: true })
    const forbidden = await write((writes) => invite(writes, ivan, 'code', accounts.as(petr)))
    expect(forbidden).toMatchObject({ refusal: { code: 'FORBIDDEN' } })
  })

  it('gives a restricted operator none of the rights of an employee', async () => {
    const olga = await accounts.anAccount('olga', password)
    const form: OperatorForm = { ...ivan, role: 'restricted', canSupervise: true, mayExceedLimit: true }
    expect(await write((writes) => invite(writes, form, 'code', accounts.as(olga)))).toMatchObject({
      value: { account: { role: 'restricted', canSupervise: false, mayExceedLimit: false } },
    })
  })
})

describe('the last administrator', () => {
  it('can neither be disabled nor made an employee', async () => {
    const olga = await accounts.anAccount('olga', password)
    await accounts.anAccount('gone', password, { isActive: false })
    const form: OperatorForm = { ...ivan, login: 'olga', role: 'employee' }
    const input = { operatorId: olga.id, version: 1, form }
    const context = accounts.as(olga)
    expect(await write((writes) => edit(writes, input, context))).toMatchObject({
      refusal: { code: 'LAST_ADMINISTRATOR' },
    })
    expect(await write((writes) => disable(writes, olga.id, context))).toMatchObject({
      refusal: { code: 'LAST_ADMINISTRATOR' },
    })
    await accounts.anAccount('petr', password)
    expect(await write((writes) => edit(writes, input, context))).toMatchObject({ ok: true })
  })
})

describe('managing accounts', () => {
  it('refuses a form filled in from an older version', async () => {
    const olga = await accounts.anAccount('olga', password)
    const petr = await accounts.anAccount('petr', password, { role: 'employee' })
    const input = { operatorId: petr.id, version: 1, form: { ...ivan, login: 'petr', limit: 3 } }
    const context = accounts.as(olga)
    expect(await write((writes) => edit(writes, input, context))).toMatchObject({ value: { version: 2, limit: 3 } })
    expect(await write((writes) => edit(writes, input, context))).toMatchObject({
      refusal: { code: 'CONFLICT', facts: { version: 2 } },
    })
  })

  it('ends sessions and open links of a disabled account; enabled again it can sign in', async () => {
    const olga = await accounts.anAccount('olga', password)
    const petr = await accounts.anAccount('petr', password, { role: 'employee' })
    const signIn = new SignInByPassword(accounts.tools)
    await signIn.signIn('petr', password, aDevice(), '1.2.3.4')
    await write((writes) => disable(writes, petr.id, accounts.as(olga)))
    expect(accounts.ended.map((one) => one.reason)).toEqual(['disabled'])
    expect(await signIn.signIn('petr', password, aDevice(), '1.2.3.4')).toMatchObject({ ok: false })
    await write((writes) => enable(writes, petr.id, accounts.as(olga)))
    expect(await signIn.signIn('petr', password, aDevice(), '1.2.3.4')).toMatchObject({ ok: true })
  })

  it('resets: the old password and sessions are void, the link asks for a new one', async () => {
    const olga = await accounts.anAccount('olga', password)
    const petr = await accounts.anAccount('petr', password, { role: 'employee' })
    const signIn = new SignInByPassword(accounts.tools)
    await signIn.signIn('petr', password, aDevice(), '1.2.3.4')
    await write((writes) => reset(writes, petr.id, 'code', accounts.as(olga)))
    expect(accounts.ended.map((one) => one.reason)).toEqual(['reset'])
    expect(await signIn.signIn('petr', password, aDevice(), '1.2.3.4')).toMatchObject({ ok: false })
    expect(await describeLink(accounts.tools, 'code')).toMatchObject({ value: { kind: 'reset', login: 'petr' } })
    expect(await signInByLink(accounts.tools, 'code', 'another long password', aDevice())).toMatchObject({ ok: true })
  })

  it('a changed password ends the other sessions of its account', async () => {
    const olga = await accounts.anAccount('olga', password)
    const signIn = new SignInByPassword(accounts.tools)
    const here = await signIn.signIn('olga', password, aDevice('a'), '1.2.3.4')
    const there = await signIn.signIn('olga', password, aDevice('b'), '1.2.3.4')
    if (!here.ok || !there.ok) throw new Error('not signed in')
    const { store, passwords } = accounts.tools
    const context = accounts.as(olga, here.value.session.id)
    const wrong = { current: 'wrong', next: 'another long password' }
    expect(await preparePassword(store.read, passwords, context.actor, wrong)).toMatchObject({
      refusal: { code: 'WRONG_CREDENTIALS', field: 'current' },
    })
    const prepared = await preparePassword(store.read, passwords, context.actor, { ...wrong, current: password })
    if (!prepared.ok) throw new Error(prepared.refusal.code)
    expect(await write((writes) => changePassword(writes, prepared.value, context))).toMatchObject({ ok: true })
    expect(await write((writes) => changePassword(writes, prepared.value, context))).toMatchObject({ ok: false })
    expect(accounts.ended).toEqual([{ ids: [there.value.session.id], reason: 'password' }])
  })

  it("ends one's own session, and only an administrator ends somebody else's", async () => {
    const olga = await accounts.anAccount('olga', password)
    const petr = await accounts.anAccount('petr', password, { role: 'employee' })
    const signIn = new SignInByPassword(accounts.tools)
    const olgas = await signIn.signIn('olga', password, aDevice('a'), '1.2.3.4')
    const petrs = await signIn.signIn('petr', password, aDevice('b'), '1.2.3.4')
    if (!olgas.ok || !petrs.ok) throw new Error('not signed in')
    const end = (who: typeof olga, id: typeof olgas.value.session.id) =>
      write((writes) => endSession(writes, id, accounts.as(who)))
    expect(await end(petr, olgas.value.session.id)).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect(await end(olga, petrs.value.session.id)).toMatchObject({ ok: true })
    expect(await end(olga, olgas.value.session.id)).toMatchObject({ ok: true })
    expect(await write((writes) => disable(writes, OperatorId.parse('x'), accounts.as(olga)))).toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    })
  })
})
