import { describe, expect, it } from 'vitest'
import type { DeskNotice } from '#client/notify'
import { aConversation } from '#test/support/demo-conversations'
import { noticeText } from './notice-text'
import { trayInk } from './tray-ink'
import { wordsIn } from './words'

const words = wordsIn('ru')
const row = aConversation('Марина Кольцова')
const message: DeskNotice = { kind: 'conversation', event: 'message', row, unread: 2 }

describe('a native notification', () => {
  it('names the contact and says his words', () => {
    expect(noticeText(message, words, true)).toEqual({
      title: 'Марина Кольцова',
      body: row.lastMessage?.preview ?? '',
    })
  })

  it('says only that there is a message when the person wants it so', () => {
    expect(noticeText(message, words, false)).toEqual({ title: 'Pult', body: 'Новое сообщение' })
  })

  it('sums up a long absence in one line', () => {
    const summary: DeskNotice = { kind: 'summary', conversations: 3, messages: 21 }
    expect(noticeText(summary, words, true).body).toBe('Пока вас не было: 21 сообщение, 3 диалога')
  })
})

describe('the tray', () => {
  const calm = { words, badge: 0, isConnected: true, status: 'online' } as const

  it('is ink in peace, amber when somebody waits, red without a link', () => {
    const states = [calm, { ...calm, badge: 2 }, { ...calm, badge: 2, isConnected: false }]
    expect(states.map(trayInk)).toEqual(['ink', 'amber', 'red'])
  })

  it('stays ink while nobody is signed in', () => {
    expect(trayInk({ ...calm, isConnected: false, status: null })).toBe('ink')
  })
})
