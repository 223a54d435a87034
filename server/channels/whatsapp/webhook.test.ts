import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ChannelId } from '#protocol/ids'
import { whatsAppBodies } from '#test/support/a-whatsapp-number'
import type { StoredConnection, WebhookCall } from '../channel'
import { checkWebhook } from './webhook'

const appSecret = 'the-secret-of-the-app'
const connection: StoredConnection = {
  ...{
    id: ChannelId.parse('channel'),
    webhookSecret: 'verify-me',
    webhookUrl: null,
    pollPosition: null,
    accountKey: null,
  },
  form: {
    ...{ messenger: 'whatsapp', phoneNumberId: '110654035224299220001', accountId: '220', token: 'token' },
    ...{ appSecret, apiVersion: 'v23.0', baseUrl: null },
  },
}

const signature = (body: string | Buffer, secret = appSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const post = (body: string | Buffer, signed: string | undefined): WebhookCall => ({
  ...{ method: 'POST', query: new URLSearchParams(), body: Buffer.from(body) },
  headers: signed === undefined ? {} : { 'x-hub-signature-256': signed },
})
const get = (query: Record<string, string>): WebhookCall => ({
  ...{ method: 'GET', query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0) },
})
const text = JSON.stringify(whatsAppBodies.text)
const escaped = text.replaceAll(/[А-яё]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

describe("the webhook's handshake", () => {
  const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'verify-me' }

  it('gives the challenge back to who knows the verify token', () => {
    expect(checkWebhook(get(asked), connection)).toEqual({ kind: 'answer', body: '1158201444' })
  })

  it.each([
    ['another token', { ...asked, 'hub.verify_token': 'guessed' }],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['another mode', { ...asked, 'hub.mode': 'unsubscribe' }],
    ['a challenge that is none', { ...asked, 'hub.challenge': '<script>' }],
  ])('is refused with %s', (_why, query) => {
    expect(checkWebhook(get(query), connection)).toEqual({ kind: 'notHere' })
  })

  it('is refused while the channel has no secret', () => {
    const open = { ...connection, webhookSecret: '' }
    expect(checkWebhook(get({ ...asked, 'hub.verify_token': '' }), open)).toEqual({ kind: 'notHere' })
  })
})

describe('a call of the webhook', () => {
  it('is taken when the app’s secret signed its bytes', () => {
    expect(checkWebhook(post(text, signature(text)), connection)).toMatchObject({
      kind: 'updates',
      raws: [{ eventKey: 'message:wamid.TEXT' }],
    })
  })

  it('is taken when the escaped form was signed and somebody on the way has unescaped it', () => {
    expect(checkWebhook(post(escaped, signature(escaped)), connection).kind).toBe('updates')
    expect(checkWebhook(post(text, signature(escaped)), connection).kind).toBe('updates')
  })

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['of another secret', signature(text, 'another')],
    ['of another body', signature(`${text} `)],
    ['without its prefix', signature(text).slice('sha256='.length)],
    ['cut short', signature(text).slice(0, -1)],
    ['in capitals', signature(text).toUpperCase()],
  ])('is refused when the signature is %s', (_why, signed) => {
    expect(checkWebhook(post(text, signed), connection)).toEqual({ kind: 'unauthorized' })
  })

  it.each([
    ['no JSON', Buffer.from('{"object":')],
    ['no text at all', Buffer.of(0x7b, 0xff, 0xfe, 0x7d)],
  ])('is malformed when it is %s', (_why, body) => {
    expect(checkWebhook(post(body, signature(body)), connection)).toMatchObject({ kind: 'malformed' })
  })

  it('of no known shape is kept under a key of its own', () => {
    const body = '{"something":"else"}'
    const verdict = checkWebhook(post(body, signature(body)), connection)
    expect(verdict).toMatchObject({
      raws: [{ eventKey: expect.stringMatching(/^unknown:/), externalChat: 'none', body }],
    })
  })

  it('about another number of the account is taken, and is for somebody else', () => {
    const body = JSON.stringify(whatsAppBodies.otherNumber)
    expect(checkWebhook(post(body, signature(body)), connection)).toMatchObject({
      ...{ kind: 'updates', raws: [], answer: '' },
      elsewhere: [{ account: '999' }],
    })
  })
})
