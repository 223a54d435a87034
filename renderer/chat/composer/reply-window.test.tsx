import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aScreen } from '#test/support/a-screen'
import { demoRows } from '#test/support/demo-conversations'
import { demoChannels, demoNow } from '#test/support/demo-people'
import { aContactMessage } from '#test/support/entries'
import { FakeBridge } from '#test/support/fake-bridge'
import { ConversationProvider } from '../../state/conversation'
import { ChatPane } from '../ChatPane'

function herRow() {
  const row = demoRows().find(({ contactName }) => contactName === 'Марина Кольцова')
  if (row === undefined) throw new Error('the demo has no such conversation')
  return row
}
const minute = 60_000
const channels = demoChannels.map((channel) => ({
  ...channel,
  capabilities: { ...channel.capabilities, templates: true, replyWindowMs: 24 * 60 * minute },
}))

/** Her conversation, in which one may answer until then. */
async function aPane(repliesUntil: number | null) {
  const row = herRow()
  const bridge = new FakeBridge({ company: { channels }, rows: [{ ...row, repliesUntil }] })
  bridge.entries.set(row.id, [aContactMessage(1, { at: demoNow - minute, text: 'Здравствуйте' })])
  const stand = await aScreen(
    bridge,
    <ConversationProvider conversationId={row.id}>
      <ChatPane />
    </ConversationProvider>,
  )
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Ответ клиенту|Комментарий/ })
  return { ...stand, bridge, field }
}

const shown = (text: string) => screen.queryByText((words) => words.replaceAll('\u00a0', ' ') === text)

describe('the reply window', () => {
  it('counts down above the field while it is open', async () => {
    const { field } = await aPane(demoNow + (23 * 60 + 0.5) * minute)
    expect(shown('Окно ответа: 23 ч')).toBeTruthy()
    expect(field.readOnly).toBe(false)
  })

  it('closed shuts the field, keeps what was written, and offers a template', async () => {
    const { field, settle, bridge } = await aPane(demoNow - 90.5 * minute)
    expect(shown('Окно ответа закрылось 1 ч 30 мин назад. Клиенту можно отправить шаблон.')).toBeTruthy()
    expect([field.readOnly, field.placeholder]).toEqual([true, 'Сейчас можно отправить только шаблон'])
    for (const name of [/^Файл/, /^Эмодзи/])
      expect(screen.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true')
    fireEvent.keyDown(field, { key: 'Enter' })
    await settle()
    expect(bridge.inputs('send')).toEqual([])
    fireEvent.click(screen.getByRole('button', { name: 'Выбрать шаблон' }))
    await settle()
    expect(screen.getByRole('dialog', { name: 'Отправить шаблон' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Отмена' }))
    await settle()
    expect(screen.queryByRole('dialog', { name: 'Отправить шаблон' })).toBeNull()
  })

  it('does not shut notes', async () => {
    const { field, settle } = await aPane(demoNow - minute)
    fireEvent.click(screen.getByRole('radio', { name: 'Комментарий' }))
    await settle()
    expect(field.readOnly).toBe(false)
    expect(screen.queryByText('Окно ответа', { exact: false })).toBeNull()
  })
})
