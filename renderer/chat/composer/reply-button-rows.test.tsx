import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aScreen } from '#test/support/a-screen'
import { demoRows } from '#test/support/demo-conversations'
import { demoNow } from '#test/support/demo-people'
import { aContactMessage } from '#test/support/entries'
import { FakeBridge, type FakeBridgeOptions, lostSession } from '#test/support/fake-bridge'
import { ConversationProvider } from '../../state/conversation'
import { ChatPane } from '../ChatPane'

const row = demoRows().find((one) => one.contactName === 'Марина Кольцова')!

async function aComposer(change: Partial<typeof row> = {}, options: FakeBridgeOptions = {}) {
  const bridge = new FakeBridge({ ...options, rows: [{ ...row, ...change }] })
  bridge.entries.set(row.id, [aContactMessage(1, { at: demoNow - 60_000 })])
  const { settle } = await aScreen(
    bridge,
    <ConversationProvider conversationId={row.id}>
      <ChatPane />
    </ConversationProvider>,
  )
  const says = async (label: string, value: string) => {
    fireEvent.change(screen.getByLabelText(label), { target: { value, selectionStart: value.length } })
    await settle()
  }
  const presses = async (name: string) => {
    fireEvent.click(screen.getByRole('button', { name }))
    await settle()
  }
  const chooses = async (place: number, kind: string) => {
    fireEvent.click(screen.getByRole('combobox', { name: `Что делает кнопка ${place}` }))
    await settle()
    const option = screen.getByRole('option', { name: kind })
    fireEvent.mouseMove(option)
    fireEvent.pointerDown(option)
    fireEvent.click(option, { detail: 1 })
    await settle()
  }
  const sent = () => bridge.inputs('send')
  return { bridge, says, presses, chooses, sent, settle }
}

const add = 'Кнопка под ответом'
const reply = 'Ответ клиенту'

describe('buttons under a reply', () => {
  it('go with it, a choice and a link', async () => {
    const { says, presses, chooses, sent } = await aComposer()
    await says(reply, 'Подходит?')
    await presses(add)
    await says('Надпись на кнопке 1', 'Да')
    await presses(add)
    await chooses(2, 'Ссылка')
    await says('Надпись на кнопке 2', 'Сайт')
    await says('Адрес кнопки 2', 'https://shop.example')
    await presses('Отправить')
    expect(sent()).toMatchObject([
      {
        text: 'Подходит?',
        buttons: [
          { kind: 'press', label: 'Да', url: '' },
          { kind: 'link', label: 'Сайт', url: 'https://shop.example' },
        ],
      },
    ])
    expect(screen.queryByLabelText('Надпись на кнопке 1')).toBeNull()
  })

  it('ask for the number alone, and say so by themselves', async () => {
    const { says, presses, chooses, sent } = await aComposer()
    await says(reply, 'Оставьте номер')
    await presses(add)
    await chooses(1, 'Номер телефона')
    expect(screen.getByRole('button', { name: add }).getAttribute('aria-disabled')).toBe('true')
    await presses('Отправить')
    expect(sent()).toMatchObject([{ buttons: [{ kind: 'sharePhone', label: 'Отправить мой номер' }] }])
  })

  it('keep the reply until they can go: by the button, and by Enter', async () => {
    const { says, presses, chooses, sent, settle } = await aComposer()
    await says(reply, 'Подходит?')
    await presses(add)
    expect(screen.queryByRole('status', { name: '' })?.textContent ?? '').not.toContain('Напишите')
    await presses('Отправить')
    await chooses(1, 'Ссылка')
    await says('Надпись на кнопке 1', 'Сайт')
    await says('Адрес кнопки 1', 'shop')
    expect(screen.getByText('Адрес начинается с https:// и ведёт на сайт.')).toBeTruthy()
    fireEvent.keyDown(screen.getByLabelText(reply), { key: 'Enter' })
    await settle()
    expect(sent()).toEqual([])
    await presses('Убрать кнопку 1')
    await presses('Отправить')
    expect(sent()).toHaveLength(1)
    expect(sent()[0]).not.toHaveProperty('buttons')
  })

  it('come back with a reply that is taken back', async () => {
    const { says, presses, settle } = await aComposer({}, { session: lostSession })
    await says(reply, 'Подходит?')
    await presses(add)
    await says('Надпись на кнопке 1', 'Да')
    await presses('В очередь')
    fireEvent.click(screen.getByText('Отменить отправку'))
    await settle()
    expect(screen.getByLabelText<HTMLInputElement>('Надпись на кнопке 1').value).toBe('Да')
  })

  it('are not offered where there are none: in a group and in public', async () => {
    await aComposer({ isGroup: true })
    expect(screen.queryByRole('button', { name: add })).toBeNull()
  })
})
