import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { fuzzWebhook } from '#test/support/a-fuzzed-webhook'
import { aViber } from '#test/support/a-viber-channel'
import { wideFixtures } from '#test/support/wide-fixtures'

const fixtures = wideFixtures('viber/fixtures/callbacks.json').map(({ update }) => update)
const token = 'the-token-of-this-bot'
const connection = (ofBot: string) => ({
  ...{ id: ChannelId.parse('channel'), webhookUrl: 'https://hub.example/hooks/channel', webhookSecret: 'unused' },
  ...{ pollPosition: null, accountKey: null },
  form: { messenger: 'viber', token: ofBot, baseUrl: null } as const,
})

describe('the webhook of a bot of Viber', () => {
  it('takes 20,000 mutations of what Viber sends without a throw, and none signed for another bot', () => {
    const stranger = connection('the-token-of-another-bot')
    const sign = (body: Buffer) => ({
      'x-viber-content-signature': createHmac('sha256', token).update(body).digest('hex'),
    })
    const webhook = { kind: aViber(), connection: connection(token), fixtures, sign, stranger }
    expect(fuzzWebhook(webhook, 20_000, 1)).toBeGreaterThan(10_000)
  }, 120_000)
})
