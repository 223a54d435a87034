import { describe, expect, it } from 'vitest'
import { aConversation } from '#test/support/demo-conversations'
import { demoAccount, operatorId } from '#test/support/demo-people'
import { previewOf } from './preview'

const me = demoAccount.id
const row = aConversation('a', { text: 'Когда\nпривезут  заказ?' })
const known = { row, me, isTyping: false, draft: null, queued: null }

describe('the second line of a row', () => {
  it('is the last message in one line', () => {
    expect(previewOf(known)).toMatchObject({ kind: 'message', by: 'contact', text: 'Когда привезут заказ?' })
  })

  it.each([
    [{ kind: 'operator' as const, operatorId: me }, 'me'],
    [{ kind: 'operator' as const, operatorId: operatorId('ivan') }, 'operator'],
    [{ kind: 'automatic' as const, rule: 'greeting' }, 'automatic'],
  ])('says who of ours wrote', (author, by) => {
    expect(previewOf({ ...known, row: aConversation('a', { author }) })).toMatchObject({ kind: 'message', by })
  })

  it('says that the contact types, over anything but a reply that was refused', () => {
    const typing = { ...known, isTyping: true, draft: 'Добрый день' }
    expect([
      previewOf(typing).kind,
      previewOf({ ...typing, queued: { text: 'ответ', state: 'refused' as const } }).kind,
    ]).toEqual(['typing', 'refused'])
  })

  it('shows the draft before what waits to leave', () => {
    const queued = { text: 'ответ', state: 'queued' as const }
    expect([previewOf({ ...known, draft: 'Добрый', queued }), previewOf({ ...known, queued })]).toEqual([
      { kind: 'draft', text: 'Добрый' },
      { kind: 'queued', text: 'ответ' },
    ])
  })

  it('shows a failed delivery with its reason', () => {
    const delivery = { status: 'failed' as const, reason: 'blocked' as const, detail: null }
    const failed = aConversation('a', { author: { kind: 'operator', operatorId: me }, message: { delivery } })
    expect(previewOf({ ...known, row: failed })).toMatchObject({ kind: 'failed', reason: 'blocked' })
  })

  it('may be nothing', () => {
    expect(previewOf({ ...known, row: { lastMessage: null } })).toEqual({ kind: 'none' })
  })
})
