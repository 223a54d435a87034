import { describe, expect, it } from 'vitest'
import { plainWebForm } from '#protocol/connection'
import { ChannelId } from '#protocol/ids'
import type { ForAnother, RawInbound, StoredConnection, WebhookVerdict } from './channel'
import { answerWebhook, type Door } from './webhook'

const connection: StoredConnection = {
  ...{ id: ChannelId.parse('channel'), webhookSecret: 'secret', webhookUrl: null, pollPosition: null, accountKey: '5' },
  form: plainWebForm,
}
const call = { method: 'POST', query: new URLSearchParams(), headers: {}, body: Buffer.from('{}') } as const

/** An open channel whose messenger says this of every call. */
function aDoor(verdict: WebhookVerdict, { handshake, accountKey = '5', isStoreAway = false }: Traits = {}) {
  const typing: string[] = []
  const taken: string[] = []
  const kept: (string | null)[] = []
  const door: Door = {
    connection: { ...connection, accountKey },
    kind: { webhook: () => verdict },
    channel: handshake === undefined ? null : { handshake },
    typing: (chat: string) => void typing.push(chat),
    ...{ refused: () => undefined, genuine: () => undefined },
    receive: async (raws: readonly RawInbound[]) => {
      if (isStoreAway) throw new Error('database or disk is full')
      taken.push(...raws.map(({ eventKey }) => eventKey))
    },
    keep: async (strange: readonly ForAnother[]) => void kept.push(...strange.map(({ account }) => account)),
  }
  const knock = (...others: readonly Door[]) =>
    answerWebhook(door, call, { others: () => others, onError: () => undefined })
  return { typing, taken, kept, door, knock }
}

interface Traits {
  readonly handshake?: (() => Promise<string | null>) | undefined
  readonly accountKey?: string
  readonly isStoreAway?: boolean
}

describe('a call to a webhook', () => {
  it('that tells of typing is told on, and nothing of it is kept', async () => {
    const { typing, knock } = aDoor({ kind: 'typing', externalChat: '7001', answer: 'ok' })
    expect(await knock()).toEqual({ status: 200, body: 'ok' })
    expect(typing).toEqual(['7001'])
  })

  it('that wants to see the messenger’s own word gets it', async () => {
    const { knock } = aDoor({ kind: 'handshake', isProven: true }, { handshake: async () => 'a1b2c3' })
    expect(await knock()).toEqual({ status: 200, body: 'a1b2c3' })
  })

  it('that the messenger would not make learns no more than that there is no such channel', async () => {
    const unknown = await answerWebhook(undefined, call, { others: () => [], onError: () => undefined })
    expect(await aDoor({ kind: 'notHere' }).knock()).toEqual(unknown)
  })

  it.each([
    ['cannot be had', async () => null] as const,
    ['is asked for before the channel is open', undefined] as const,
  ])('is asked to come again when that word %s', async (_why, handshake) => {
    const { knock } = aDoor({ kind: 'handshake', isProven: true }, { handshake })
    expect(await knock()).toMatchObject({ status: 503, retryAfter: 5 })
  })
})

describe('a call that holds what is for other channels of the messenger', () => {
  const raw = (eventKey: string): RawInbound => ({ eventKey, externalChat: 'none', body: '{}' })
  const to = (account: string | null, eventKey: string) => ({ account, raw: raw(eventKey) })
  const mixed = [to('6', 'for six'), to('7', 'for seven')]
  const call5 = { kind: 'updates', raws: [raw('own')], elsewhere: mixed, answer: '' } as const

  it('is stored with each of them before it is answered, and what nobody takes with the one it came to', async () => {
    const six = aDoor({ kind: 'updates', raws: [raw('six')], elsewhere: [mixed[1] ?? to('7', '')], answer: '' })
    const five = aDoor(call5)
    expect(await five.knock(six.door)).toEqual({ status: 200, body: '' })
    expect([five.taken, six.taken, five.kept, six.kept]).toEqual([['own'], ['six'], ['7'], []])
  })

  it('is passed on to nobody whose secret has not signed it; who has a door of his own is not told of as a stranger', async () => {
    const six = aDoor({ kind: 'unauthorized' }, { accountKey: '6' })
    const five = aDoor(call5)
    await five.knock(six.door)
    expect([six.taken, five.kept]).toEqual([[], [null, '7']])
  })

  it('is asked for again when one of them could not store it', async () => {
    const six = aDoor({ kind: 'updates', raws: [raw('six')], elsewhere: [], answer: '' }, { isStoreAway: true })
    expect(await aDoor(call5).knock(six.door)).toMatchObject({ status: 503, retryAfter: 5 })
  })

  it('that concerns all of them is taken by all of them', async () => {
    const told = { kind: 'updates', raws: [raw('news')], elsewhere: [], answer: '' } as const
    const [five, six] = [aDoor(told), aDoor(told)]
    await five.knock(six.door)
    expect([five.taken, six.taken, five.kept]).toEqual([['news'], ['news'], []])
  })
})
