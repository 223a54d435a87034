import { describe, expect, it } from 'vitest'
import { ChannelId } from '#protocol/ids'
import type { StoredConnection } from '#server/channels/channel'
import { fuzzWebhook } from '#test/support/a-fuzzed-webhook'
import { aVk } from '#test/support/a-vk-channel'
import { callbackSecret, eventFixtures, fixtureCommunity } from '#test/support/vk-events'

const connection: StoredConnection = {
  ...{ id: ChannelId.parse('channel'), webhookSecret: callbackSecret, webhookUrl: null, pollPosition: null },
  ...{ accountKey: String(fixtureCommunity) },
  form: { messenger: 'vk', token: 'token', mode: 'webhook', comments: true, baseUrl: null },
}

describe('the webhook of a community of VK', () => {
  it('takes 20,000 mutations of what VK sends without a throw, and none of another channel', () => {
    const webhook = {
      ...{ kind: aVk(), connection, fixtures: eventFixtures.map(({ event }) => event), sign: () => ({}) },
      kept: ['secret', 'group_id'],
      stranger: { ...connection, webhookSecret: 'secret-of-another' },
    }
    expect(fuzzWebhook(webhook, 20_000, 1)).toBeGreaterThan(10_000)
  }, 120_000)
})
