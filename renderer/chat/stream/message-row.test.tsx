import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import type { Entry } from '#protocol/message'
import { aScreen } from '#test/support/a-screen'
import { demoRows } from '#test/support/demo-conversations'
import { demoAccount, demoNow } from '#test/support/demo-people'
import { aContactMessage, aReply, aSystemEntry } from '#test/support/entries'
import { FakeBridge } from '#test/support/fake-bridge'
import { ConversationProvider } from '../../state/conversation'
import { ChatPane } from '../ChatPane'

const row = demoRows().find((one) => one.contactName === 'Марина Кольцова')!

async function aStream(entries: readonly Entry[], change: Partial<typeof row> = {}) {
  const bridge = new FakeBridge({ rows: [{ ...row, ...change }] })
  bridge.entries.set(row.id, [...entries])
  const stand = await aScreen(
    bridge,
    <ConversationProvider conversationId={row.id}>
      <ChatPane />
    </ConversationProvider>,
  )
  return { ...stand, bridge, log: within(screen.getByRole('log')) }
}

describe('a message in the stream', () => {
  it('that the contact has taken back stays readable and says so', async () => {
    const deleted = { at: demoNow, by: null }
    const { log } = await aStream([aContactMessage(1, { text: 'Номер карты', deleted })])
    expect(log.getByText('Удалено клиентом')).toBeTruthy()
    expect(log.getByText('Номер карты').closest('.bubble-text-deleted')).toBeTruthy()
  })

  it('of mine that I have deleted at the contact says so', async () => {
    const { log } = await aStream([aReply(1, demoAccount.id, { deleted: { at: demoNow, by: demoAccount.id } })])
    expect(log.getByText('Вы удалили сообщение у клиента')).toBeTruthy()
  })

  it('carries the sign the contact answered it with', async () => {
    const { log } = await aStream([aReply(1, demoAccount.id, { reaction: '❤' })])
    expect(log.getByLabelText('Реакция клиента: ❤')).toBeTruthy()
  })

  it('written in the messenger itself names the messenger, and who wrote where that is known', async () => {
    const elsewhere = (seq: number, name: string | null) =>
      aContactMessage(seq, { author: { kind: 'elsewhere', name }, delivery: null })
    const { log } = await aStream([elsewhere(1, null), elsewhere(2, 'Ольга')])
    expect(log.getByText(/^написано в /)).toBeTruthy()
    expect(log.getByText(/^Ольга, написано в /)).toBeTruthy()
  })

  it('shows what it said before it was edited', async () => {
    const earlier = [{ at: demoNow - 60_000, text: 'Завтра' }]
    const { log, settle } = await aStream([aContactMessage(1, { text: 'Сегодня', editedAt: demoNow, earlier })])
    expect(screen.queryByText('Завтра')).toBeNull()
    fireEvent.click(log.getByText('изменено'))
    await settle()
    expect(screen.getByText('Завтра')).toBeTruthy()
  })
})

describe('a conversation of comments', () => {
  const place = { kind: 'product', title: 'Лампа «Север»', link: 'https://vk.com/market-1_2' } as const

  it('leads to the page it stands under, from its first line and from its head', async () => {
    const opened = aSystemEntry(1, { kind: 'opened', inquiry: 7, source: null, place })
    const { log, bridge } = await aStream([opened, aContactMessage(2)], { place })
    expect(screen.getAllByText('Лампа «Север»')).toHaveLength(2)
    fireEvent.click(log.getByText('Лампа «Север»'))
    expect(bridge.inputs('openExternal')).toEqual([{ url: place.link }])
  })

  it('leads nowhere by a link that is none', async () => {
    const strange = { ...place, link: 'javascript:alert(1)' }
    const opened = aSystemEntry(1, { kind: 'opened', inquiry: 7, source: null, place: strange })
    await aStream([opened, aContactMessage(2)], { place: strange })
    expect(document.querySelectorAll(`[href='${strange.link}']`)).toHaveLength(0)
  })
})

describe('a call in the stream', () => {
  it('says whether it was answered, and how long it was', async () => {
    const { log } = await aStream([
      aSystemEntry(1, { kind: 'call', outcome: 'answered', durationMs: 65_000 }),
      aSystemEntry(2, { kind: 'call', outcome: 'missed', durationMs: null }),
    ])
    expect(log.getByText('ему ответили').closest('.sys')?.textContent).toMatch(/1\sмин/)
    expect(log.getByText('Пропущенный звонок')).toBeTruthy()
  })
})

describe('a reply of mine that has left', () => {
  const mine = aReply(1, demoAccount.id, { text: 'Завтра' })
  // The stream may draw its first sight beside the rows it scrolls.
  const field = () => screen.getAllByLabelText<HTMLTextAreaElement>('Новый текст сообщения').at(-1)!
  const type = (text: string) => fireEvent.change(field(), { target: { value: text } })

  it('is edited where it stands, by Enter', async () => {
    const { log, bridge, settle } = await aStream([mine])
    fireEvent.click(log.getByLabelText('Изменить сообщение'))
    await settle()
    type('Сегодня')
    fireEvent.keyDown(field(), { key: 'Enter' })
    await settle()
    expect(bridge.inputs('command')).toEqual([
      { kind: 'message.edit', conversationId: row.id, seq: 1, text: 'Сегодня' },
    ])
    expect(screen.getByText('Сообщение изменено и у клиента')).toBeTruthy()
    expect(screen.queryByLabelText('Новый текст сообщения')).toBeNull()
  })

  it('keeps what was typed when the messenger refuses, and gives it up by Escape', async () => {
    const { log, bridge, settle } = await aStream([mine])
    bridge.refuse('message.edit', refusal('MESSENGER_REFUSED', 'x', { facts: { detail: 'too old' } }))
    fireEvent.click(log.getByLabelText('Изменить сообщение'))
    await settle()
    type('Сегодня')
    fireEvent.keyDown(field(), { key: 'Enter' })
    await settle()
    expect(field().value).toBe('Сегодня')
    expect(screen.getByText(/too old/)).toBeTruthy()
    fireEvent.keyDown(field(), { key: 'Escape' })
    expect(log.getByText('Завтра')).toBeTruthy()
  })

  it('is deleted once I have said that I am sure', async () => {
    const { log, bridge, settle } = await aStream([mine])
    fireEvent.click(log.getByLabelText('Удалить сообщение'))
    await settle()
    expect(bridge.inputs('command')).toEqual([])
    fireEvent.click(screen.getByText('Удалить'))
    await settle()
    expect(bridge.inputs('command')).toEqual([{ kind: 'message.delete', conversationId: row.id, seq: 1 }])
  })

  it('offers neither while it has not left, or once it is deleted', async () => {
    const queued = aReply(1, demoAccount.id, { delivery: { status: 'queued', reason: null, detail: null } })
    const deleted = aReply(2, demoAccount.id, { deleted: { at: demoNow, by: null } })
    const { log } = await aStream([queued, deleted])
    expect(log.queryByLabelText('Изменить сообщение')).toBeNull()
    expect(log.queryByLabelText('Удалить сообщение')).toBeNull()
  })
})
