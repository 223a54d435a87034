import { describe, expect, it } from 'vitest'
import type { LoginAppForm, LoginId } from '#protocol/messenger-login'
import { aRunningHub, type RawDevice, type TestRunningHub } from '#test/support/a-running-hub'
import { someFakeMessengers } from '#test/support/a-telegram-channel'
import { aVk, aVkForm } from '#test/support/a-vk-channel'
import type { FakeCommunity } from '#test/support/fake-messengers/vk/community'

/** A hub whose administrator has a community or two, and an app of the company at VK that knows the hub's address. */
async function aCompany(communities = 1) {
  const { vk: fake } = await someFakeMessengers()
  const owned = Array.from({ length: communities }, (_, index) => fake.addCommunity({ name: `Север ${index + 1}` }))
  fake.login.person.communities.push(...owned.map(({ id }) => id))
  const hub = await aRunningHub({ kinds: [aVk()] })
  await hub.operator('admin', 'administrator')
  await hub.operator('regina')
  const admin = await hub.device('admin')
  const app = fake.login.addApp(`${hub.url}/login/vk`)
  const appForm: LoginAppForm = { appId: app.id, secret: app.secret, baseUrl: fake.baseUrl }
  const setApp = () => admin.command({ kind: 'login.setApp', messenger: 'vk', form: appForm })
  return { fake, owned, hub, admin, app, appForm, setApp }
}

async function begin(device: RawDevice) {
  const begun = await device.command({ kind: 'login.begin', messenger: 'vk' })
  if (!begun.ok) throw new Error(begun.refusal.code)
  return begun.value
}

/** A browser: follows where it is sent, and shows the last page. */
async function browser(address: string) {
  for (let at = address, hops = 0; ; hops++) {
    const response = await fetch(at, { redirect: 'manual', headers: { 'accept-language': 'ru' } })
    const next = response.headers.get('location')
    if (next === null) return { status: response.status, headers: response.headers, text: await response.text(), at }
    if (hops > 6) throw new Error('sent around in a circle')
    at = new URL(next, at).href
  }
}

const stateOf = (device: RawDevice, loginId: LoginId) => device.ask({ kind: 'login.state', loginId })

async function ticketOf(device: RawDevice, loginId: LoginId): Promise<string> {
  const state = await stateOf(device, loginId)
  if (state.kind !== 'done') throw new Error(`the login is ${state.kind}`)
  return state.ticket
}

const connect = (device: RawDevice, community: FakeCommunity, baseUrl: string, token: string) =>
  device.command({
    kind: 'channel.connect',
    name: 'ВКонтакте',
    receiver: null,
    form: { ...aVkForm(community, baseUrl), token },
  })

function nothingIsSeen(hub: TestRunningHub, device: RawDevice, secrets: readonly string[]) {
  for (const seen of [hub.lines.join(), device.raw.join()])
    for (const secret of secrets) expect(seen).not.toContain(secret)
}

describe("an administrator's login at VK", () => {
  it('leads through the browser to the key of his community, which connects it and is seen by nobody', async () => {
    const { fake, owned, hub, admin, app, setApp } = await aCompany()
    const place = { app: null, returnUrl: `${hub.url}/login/vk` }
    expect(await admin.ask({ kind: 'login.place', messenger: 'vk' })).toEqual(place)
    expect(await setApp()).toMatchObject({
      ok: true,
      value: { app: { appId: app.id, secretEnd: app.secret.slice(-4) } },
    })
    const { loginId, address } = await begin(admin)
    expect(await stateOf(admin, loginId)).toEqual({ kind: 'waiting' })
    const page = await browser(address)
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('Готово, вернитесь в Pult') })
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    await admin.until(() => admin.notices.some((one) => one.kind === 'login.changed' && one.loginId === loginId))
    const ticket = await ticketOf(admin, loginId)
    const [community] = owned
    if (community === undefined) throw new Error('no community')
    const form = { ...aVkForm(community, fake.baseUrl), token: ticket }
    expect(await admin.command({ kind: 'channel.check', form, channelId: null })).toMatchObject({
      value: { name: 'Север 1' },
    })
    expect(await connect(admin, community, fake.baseUrl, ticket)).toMatchObject({
      value: { connection: { communityId: String(community.id), tokenEnd: community.profile.token.slice(-4) } },
    })
    await community.until(() => community.news.isHeard)
    nothingIsSeen(hub, admin, [community.profile.token, app.secret, fake.login.person.token])
  })

  it('shows the communities he administers, one of which he chooses', async () => {
    const { owned, admin, setApp, hub } = await aCompany(2)
    await setApp()
    const { loginId, address } = await begin(admin)
    const page = await browser(address)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.text).toContain('Север 1')
    const [, second] = [...page.text.matchAll(/href="(\/login\/choose\/[^"]+)"/g)].map(([, path]) => path)
    expect((await browser(`${hub.url}${second}`)).text).toContain('Север 2')
    expect(await stateOf(admin, loginId)).toMatchObject({ kind: 'done', account: 'Север 2' })
    expect(owned).toHaveLength(2)
    expect((await browser(`${hub.url}${second}`)).text).toContain('уже завершён')
  })

  it('says so when he administers none, or does not let us', async () => {
    const { fake, admin, setApp } = await aCompany(0)
    await setApp()
    const alone = await begin(admin)
    expect((await browser(alone.address)).text).toContain('нет сообществ')
    expect(await stateOf(admin, alone.loginId)).toMatchObject({ kind: 'failed', reason: 'noAccounts' })
    fake.login.person.isUnwilling = true
    const unwilling = await begin(admin)
    await browser(unwilling.address)
    expect(await stateOf(admin, unwilling.loginId)).toMatchObject({ kind: 'failed', reason: 'denied' })
  })

  it('takes what came back once, and nothing that was made up', async () => {
    const { admin, hub, setApp } = await aCompany()
    await setApp()
    const { loginId, address } = await begin(admin)
    const atVk = await fetch(address, { redirect: 'manual' })
    const back = atVk.headers.get('location') ?? ''
    const forged = new URL(back)
    forged.searchParams.set('state', 'guessed')
    expect((await browser(forged.href)).text).toContain('уже завершён')
    const twice = await Promise.all([browser(back), browser(back)])
    expect(twice.filter(({ text }) => text.includes('Готово'))).toHaveLength(1)
    expect(await stateOf(admin, loginId)).toMatchObject({ kind: 'done' })
    expect((await browser(`${hub.url}/login/nowhere?state=x`)).status).toBe(404)
  })

  it('belongs to the session it was begun in, and to administrators', async () => {
    const { admin, hub, setApp, fake, owned } = await aCompany()
    await setApp()
    const regina = await hub.device('regina')
    const form = { appId: '1', secret: 'x', baseUrl: null }
    expect(await regina.command({ kind: 'login.begin', messenger: 'vk' })).toMatchObject({
      refusal: { code: 'FORBIDDEN' },
    })
    expect(await regina.command({ kind: 'login.setApp', messenger: 'vk', form })).toMatchObject({
      refusal: { code: 'FORBIDDEN' },
    })
    expect(await regina.query({ kind: 'login.place', messenger: 'vk' })).toMatchObject({
      refusal: { code: 'FORBIDDEN' },
    })
    const { loginId, address } = await begin(admin)
    await browser(address)
    const other = await hub.device('admin', 'admin-phone')
    expect(await other.query({ kind: 'login.state', loginId })).toMatchObject({ refusal: { code: 'LOGIN_ENDED' } })
    const ticket = await ticketOf(admin, loginId)
    const [community] = owned
    if (community === undefined) throw new Error('no community')
    // Nor is the key sent to another place than the one it comes from.
    const elsewhere = await connect(admin, community, `${fake.baseUrl}/other`, ticket)
    expect(elsewhere).toMatchObject({ refusal: { code: 'LOGIN_ENDED', field: 'form.token' } })
    const madeUp = await connect(admin, community, fake.baseUrl, `login:${'a'.repeat(43)}`)
    expect(madeUp).toMatchObject({ refusal: { code: 'LOGIN_ENDED' } })
  })

  it('keeps the secret of the app where it is, for the place it is used at', async () => {
    const { admin, appForm, setApp, hub } = await aCompany()
    const change = (form: Partial<LoginAppForm>) =>
      admin.command({ kind: 'login.setApp', messenger: 'vk', form: { ...appForm, secret: null, ...form } })
    expect(await change({})).toMatchObject({ refusal: { code: 'INVALID', field: 'form.secret' } })
    await setApp()
    expect(await change({ appId: '7' })).toMatchObject({ ok: true, value: { app: { appId: '7' } } })
    expect(await change({ baseUrl: 'http://127.0.0.1:9/other' })).toMatchObject({ refusal: { field: 'form.secret' } })
    const rows = await hub.running.open.reader.all<{ value: string }>('select value from meta')
    expect(JSON.stringify(rows)).not.toContain(appForm.secret)
    expect(await admin.command({ kind: 'login.begin', messenger: 'web' })).toMatchObject({
      refusal: { code: 'INVALID' },
    })
  })
})
