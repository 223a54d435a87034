import { describe, expect, it } from 'vitest'
import { plainWebForm } from '#protocol/connection'
import { ChannelId } from '#protocol/ids'
import type { StoredConnection, WebhookVerdict } from './channel'
import { answerWebhook } from './webhook'

const connection: StoredConnection = {
  ...{ id: ChannelId.parse('channel'), webhookSecret: 'secret', webhookUrl: null, pollPosition: null, accountKey: '5' },
  form: plainWebForm,
}
const call = { method: 'POST', query: new URLSearchParams(), headers: {}, body: Buffer.from('{}') } as const

/** An open channel whose messenger says this of every call. */
function aDoor(verdict: WebhookVerdict, handshake?: () => Promise<string | null>) {
  const typing: string[] = []
  const open = {
    kind: { webhook: () => verdict },
    channel: handshake === undefined ? null : { handshake },
    typing: (chat: string) => void typing.push(chat),
    ...{ refused: () => undefined, genuine: () => undefined, receive: async () => undefined },
  }
  return { typing, knock: () => answerWebhook({ open, connection }, call, () => undefined) }
}

describe('a call to a webhook', () => {
  it('that tells of typing is told on, and nothing of it is kept', async () => {
    const { typing, knock } = aDoor({ kind: 'typing', externalChat: '7001', answer: 'ok' })
    expect(await knock()).toEqual({ status: 200, body: 'ok' })
    expect(typing).toEqual(['7001'])
  })

  it('that wants to see the messenger’s own word gets it', async () => {
    const { knock } = aDoor({ kind: 'handshake' }, async () => 'a1b2c3')
    expect(await knock()).toEqual({ status: 200, body: 'a1b2c3' })
  })

  it.each([
    ['cannot be had', async () => null] as const,
    ['is asked for before the channel is open', undefined] as const,
  ])('is asked to come again when that word %s', async (_why, handshake) => {
    const { knock } = aDoor({ kind: 'handshake' }, handshake)
    expect(await knock()).toMatchObject({ status: 503, retryAfter: 5 })
  })
})
