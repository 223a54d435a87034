import { describe, expect, it } from 'vitest'
import { ConnectionEdit, ConnectionForm } from '#protocol/connection'
import { demoChannelDetails } from '#test/support/demo-people'
import {
  ChannelFields,
  connectionEditOf,
  connectionOf,
  fieldsOf,
  needsToken,
  newChannel,
  originsOf,
  receiverKey,
  receiverOf,
} from './channel-form'

const fresh = newChannel('Сайт', 'group:g-everybody')

describe('the form of a channel', () => {
  it.each([
    ['https://shop.ru', ['https://shop.ru']],
    ['shop.ru/catalog?x=1\nhttps://www.shop.ru/', ['https://shop.ru', 'https://www.shop.ru']],
    ['http://localhost:3000, shop.ru; shop.ru', ['http://localhost:3000', 'https://shop.ru']],
    ['', []],
  ])('reads the sites «%s»', (text, origins) => {
    expect(originsOf(text)).toEqual(origins)
  })

  it.each(['просто слова', 'http://', 'https://shop'])('names a site that is none: «%s»', (origins) => {
    const issues = ChannelFields.safeParse({ ...fresh, origins }).error?.issues
    expect(issues?.map((issue) => issue.path[0])).toEqual(['origins'])
  })

  it('keeps receivers as they are', () => {
    for (const { rules } of demoChannelDetails) expect(receiverOf(receiverKey(rules.receiver))).toEqual(rules.receiver)
    expect(receiverOf('operator:o-ivan')).toEqual({ kind: 'operator', operatorId: 'o-ivan' })
  })

  it('sends a token only when a new one was pasted', () => {
    const telegram = demoChannelDetails.find((channel) => channel.messenger === 'telegram')
    if (telegram === undefined) throw new Error('the demo has a Telegram channel')
    const stored = fieldsOf(telegram)
    const edit = (change: Partial<ChannelFields>) => connectionEditOf('telegram', { ...stored, ...change }, stored)
    const edits = [edit({}), edit({ mode: 'webhook' }), edit({ token: '123:abc' })]
    expect(edits).toEqual([
      null,
      { messenger: 'telegram', token: null, mode: 'webhook', baseUrl: null },
      { messenger: 'telegram', token: '123:abc', mode: 'polling', baseUrl: null },
    ])
    expect(edits.slice(1).every((one) => ConnectionEdit.safeParse(one).success)).toBe(true)
  })

  it('wants the token again for another address', () => {
    const stored = { ...fresh, baseUrl: '' }
    const moved = { ...stored, baseUrl: 'https://bots.example' }
    expect([
      needsToken(stored, stored),
      needsToken(moved, stored),
      needsToken({ ...moved, token: '1:a' }, stored),
    ]).toEqual([false, true, false])
  })

  it('makes a web chat the hub takes', () => {
    const form = connectionOf('web', { ...fresh, origins: 'shop.ru', greeting: ' Здравствуйте ' })
    expect(ConnectionForm.parse(form)).toEqual({
      messenger: 'web',
      allowedOrigins: ['https://shop.ru'],
      greeting: 'Здравствуйте',
    })
  })
})
