import { describe, expect, it } from 'vitest'
import { OperatorId, SessionId } from '#protocol/ids'
import { systemRandom } from '#server/platform'
import { LoginDesk } from './login-desk'
import type { LoginWay } from './login-way'
import { MessengerUnreachable } from './messenger-error'

const minutes = 60_000
const owner = { operatorId: OperatorId.parse('anna'), sessionId: SessionId.parse('laptop') }
const north = { id: '1', name: 'Север', address: 'vk.com/north' }
const south = { id: '2', name: 'Юг', address: 'vk.com/south' }

/** A messenger that believes every browser. */
const way: LoginWay = {
  personAddress: ({ state }) => `https://id.example/?state=${state}`,
  accounts: async (_trip, answer) => (answer.get('code') === 'many' ? [north, south] : [north]),
  grantAddress: ({ state }, id) => `https://grant.example/?state=${state}&id=${id}`,
  token: async (_trip, id) => `token-of-${id}`,
}

function aDesk(more: Partial<LoginWay> = {}) {
  let now = 0
  const told: string[] = []
  const errors: unknown[] = []
  const desk = new LoginDesk({
    ...{ random: systemRandom, clock: { monotonic: () => now }, hubUrl: 'https://hub.example' },
    kind: () => ({ login: { ...way, ...more } }),
    store: { get: async () => ({ appId: '7', secret: 'secret', baseUrl: null }), set: async () => undefined },
    onEnded: (_operator, id) => void told.push(id),
    onError: (error) => void errors.push(error),
  })
  const begin = async () => {
    const begun = await desk.begin('vk', owner)
    if (!begun.ok) throw new Error(begun.refusal.code)
    return begun.value
  }
  const back = (address: string, code = 'one') => {
    const state = new URL(address).searchParams.get('state') ?? ''
    return desk.returned('vk', new URLSearchParams({ state, code }))
  }
  /** Through both doors of the messenger. */
  const done = async () => {
    const { loginId, address } = await begin()
    const asked = await back(address)
    if (asked.kind !== 'go') throw new Error(`not sent on but ${asked.kind}`)
    await back(asked.address)
    const state = desk.state(loginId, owner)
    if (!state.ok || state.value.kind !== 'done') throw new Error('not done')
    return { loginId, ticket: state.value.ticket, again: () => back(asked.address) }
  }
  const pass = (ms: number) => {
    now += ms
  }
  return { errors, desk, told, begin, back, done, pass }
}

describe('a login at a messenger', () => {
  it('ends with a ticket that stands for the token, at its own place, for a while', async () => {
    const { desk, done, told, pass } = aDesk()
    const { loginId, ticket, again } = await done()
    expect(told).toEqual([loginId])
    expect(await again()).toEqual({ kind: 'failed', reason: 'ended' })
    expect(desk.tokenOf(ticket, null)).toBe('token-of-1')
    expect(desk.tokenOf(ticket, 'https://elsewhere.example')).toBeNull()
    expect(desk.tokenOf('vk1.a.typed', 'https://elsewhere.example')).toBe('vk1.a.typed')
    pass(46 * minutes)
    expect(desk.tokenOf(ticket, null)).toBeNull()
  })

  it('waits a quarter of an hour for its browser, and no longer', async () => {
    const { desk, begin, back, pass } = aDesk()
    const { loginId, address } = await begin()
    pass(16 * minutes)
    expect(await back(address)).toEqual({ kind: 'failed', reason: 'ended' })
    expect(desk.state(loginId, owner)).toMatchObject({ refusal: { code: 'LOGIN_ENDED' } })
  })

  it('that comes to nothing is told as ended to who waits for it, once', async () => {
    const { told, begin, back, pass } = aDesk()
    const first = await begin()
    const second = await begin()
    expect(told).toEqual([first.loginId])
    pass(16 * minutes)
    await back(second.address)
    await back(second.address)
    expect(told).toEqual([first.loginId, second.loginId])
  })

  it('takes the place of the one begun before it in the same session', async () => {
    const { begin, back } = aDesk()
    const first = await begin()
    const second = await begin()
    expect(await back(first.address)).toEqual({ kind: 'failed', reason: 'ended' })
    expect(await back(second.address)).toMatchObject({ kind: 'go' })
  })

  it('lets one choose another account as long as none has been given', async () => {
    const { desk, begin, back } = aDesk()
    const { loginId, address } = await begin()
    const shown = await back(address, 'many')
    if (shown.kind !== 'choose') throw new Error('nothing to choose from')
    const [one, other] = shown.accounts.map(({ choice }) => desk.chosen(choice))
    if (one?.kind !== 'go' || other?.kind !== 'go') throw new Error('not sent on')
    expect(await back(one.address)).toEqual({ kind: 'failed', reason: 'ended' })
    expect(await back(other.address)).toEqual({ kind: 'done', account: 'Юг' })
    expect(desk.state(loginId, owner)).toMatchObject({ value: { kind: 'done', account: 'Юг' } })
    expect(desk.chosen('made.up')).toEqual({ kind: 'failed', reason: 'ended' })
  })

  it.each([
    ['nobody answered', new MessengerUnreachable(true, 'cut'), 0],
    ['nobody answered, and leaves a trace, when something broke', new TypeError('a bug'), 1],
  ])('says that %s', async (_what, error, traces) => {
    const { desk, begin, back, errors } = aDesk({ accounts: () => Promise.reject(error) })
    const { loginId, address } = await begin()
    expect(await back(address)).toEqual({ kind: 'failed', reason: 'unreachable' })
    expect(desk.state(loginId, owner)).toMatchObject({ value: { kind: 'failed', reason: 'unreachable' } })
    expect(errors).toHaveLength(traces)
  })
})
