import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { fuzzWebhook } from '#test/support/a-fuzzed-webhook'
import { aWhatsApp, whatsAppBodies } from '#test/support/a-whatsapp-number'
import type { StoredConnection } from '../channel'

const form = {
  messenger: 'whatsapp',
  ...{ phoneNumberId: '110654035224299220001', accountId: '220654035224299220001' },
  ...{ token: 'token', appSecret: 'the-secret-of-the-app', apiVersion: 'v23.0', baseUrl: null },
} as const
const connection: StoredConnection = {
  ...{ id: ChannelId.parse('channel'), form, webhookSecret: 'verify-me' },
  ...{ webhookUrl: null, pollPosition: null, accountKey: form.phoneNumberId },
}

describe('the webhook of a number of WhatsApp', () => {
  it('takes 20,000 mutations of what Meta sends without a throw, and none unsigned or signed for another app', () => {
    const webhook = {
      ...{ kind: aWhatsApp(), connection, fixtures: Object.values(whatsAppBodies) },
      sign: (body: Buffer) => ({
        'x-hub-signature-256': `sha256=${createHmac('sha256', form.appSecret).update(body).digest('hex')}`,
      }),
      stranger: { ...connection, form: { ...form, appSecret: 'the-secret-of-another' } },
    }
    expect(fuzzWebhook(webhook, 20_000, 5)).toBeGreaterThan(10_000)
  }, 120_000)
})
