import { describe, expect, it } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { fuzzWebhook } from '#test/support/a-fuzzed-webhook'
import { aTelegram } from '#test/support/a-telegram-channel'
import { updateFixtures } from '#test/support/telegram-updates'

const webhookSecret = 'webhook_secret-of_this-channel'
const connection = {
  ...{ id: ChannelId.parse('channel'), webhookSecret, webhookUrl: null, pollPosition: null, accountKey: null },
  form: { messenger: 'telegram', token: '1:a', mode: 'webhook', baseUrl: null },
} as const

describe('the webhook of a bot of Telegram', () => {
  it('takes 20,000 mutations of what Telegram sends without a throw, and none without its secret', () => {
    const webhook = {
      ...{ kind: aTelegram(), connection, fixtures: updateFixtures.map(({ update }) => update) },
      sign: () => ({ 'x-telegram-bot-api-secret-token': webhookSecret }),
      stranger: { ...connection, webhookSecret: 'secret_of-another' },
    }
    expect(fuzzWebhook(webhook, 20_000, 1)).toBeGreaterThan(10_000)
  }, 120_000)
})
