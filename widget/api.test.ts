import { describe, expect, it } from 'vitest'
import type { VisitorLine } from '#protocol/visitor'
import { type ApiPorts, pageApi, replay } from './api'

function aPage() {
  const done: unknown[] = []
  const told: ((line: VisitorLine) => void)[] = []
  const ports: ApiPorts = {
    open: () => void done.push('open'),
    close: () => void done.push('close'),
    identify: (customer) => void done.push(customer),
    forget: () => void done.push('forget'),
    onLine: (listener) => {
      told.push(listener)
      return () => {}
    },
    onShown: () => () => {},
    warn: (words) => void done.push(words),
  }
  return { api: pageApi(ports), done, told }
}

describe('what a page may do with its chat', () => {
  it('says who its customer is, and leaves out what the hub would not take', () => {
    const { api, done } = aPage()
    api.identify({ externalId: 1042, name: ' Анна ', phone: 'нет', email: 'anna@shop.example', hash: 'ab' })
    expect(done).toEqual([
      { externalId: '1042', hash: 'ab', about: { name: 'Анна', phone: null, email: 'anna@shop.example' } },
    ])
  })

  it.each([[null], ['1042'], [{}], [{ externalId: ' ' }]])('is told that %j is no customer', (told) => {
    const { api, done } = aPage()
    api.identify(told)
    expect(done).toEqual([expect.stringContaining('identify()')])
  })

  it('may have said it before the chat was there', () => {
    const { api, done, told } = aPage()
    const heard: unknown[] = []
    replay(api, [['open'], ['nonsense'], 7, ['on', 'message', (line: unknown) => heard.push(line)], ['forget']])
    expect(done).toEqual(['open', 'forget'])
    const line = {
      seq: 1,
      at: 5,
      from: 'company',
      id: null,
      name: 'Анна',
      picture: null,
      text: 'Да',
      attachments: [],
    } as const
    told[0]?.({ ...line, attachments: [], buttons: [], pressed: null, isEdited: false, isGone: false })
    expect(heard).toEqual([{ text: 'Да', name: 'Анна', at: 5 }])
  })
})
