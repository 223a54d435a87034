import { describe, expect, it } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { fuzzWebhook } from '#test/support/a-fuzzed-webhook'
import { aMax } from '#test/support/a-max-channel'
import { wideFixtures } from '#test/support/wide-fixtures'

const fixtures = wideFixtures('max/fixtures/updates.json').map(({ update }) => update)
const secret = 'webhook_secret-of_this-channel'
const connection = (webhookSecret: string) => ({
  ...{ id: ChannelId.parse('channel'), webhookUrl: 'https://hub.example/hooks/channel', webhookSecret },
  ...{ pollPosition: null, accountKey: null },
  form: { messenger: 'max', token: 'token', mode: 'webhook', baseUrl: null } as const,
})

describe('the webhook of a bot of MAX', () => {
  it('takes 20,000 mutations of what MAX sends without a throw, and none with the secret of another', () => {
    const stranger = connection('another_secret')
    const sign = () => ({ 'x-max-bot-api-secret': secret })
    const webhook = { kind: aMax(), connection: connection(secret), fixtures, sign, stranger }
    expect(fuzzWebhook(webhook, 20_000, 1)).toBeGreaterThan(10_000)
  }, 120_000)
})
