import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aScreen } from '#test/support/a-screen'
import { demoChannels } from '#test/support/demo-people'
import { aTemplate } from '#test/support/demo-templates'
import { FakeBridge } from '#test/support/fake-bridge'
import { StartConversation } from './StartConversation'

async function shown() {
  const [channel] = demoChannels
  if (channel === undefined) throw new Error('the demo has no channel')
  const first = { ...channel, capabilities: { ...channel.capabilities, writesFirst: 'byTemplate' as const } }
  const bridge = new FakeBridge({ company: { channels: [first] } })
  bridge.templates = [aTemplate(channel.id), aTemplate(channel.id, { name: 'not_yet', status: 'pending' })]
  const screenOf = await aScreen(bridge, <StartConversation />)
  const press = async (name: string | RegExp) => {
    fireEvent.click(screen.getByRole('button', { name }))
    await screenOf.settle()
  }
  const write = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
  return { bridge, press, write, channel }
}

describe('writing first', () => {
  it('takes a phone, an approved template and what stands for its variables', async () => {
    const { bridge, press, write, channel } = await shown()
    await press('Написать первым')
    write('Телефон клиента', '8 (999) 123-45-67')
    expect(screen.queryByText(/not_yet/)).toBeNull()
    await press(/order_ready/)
    const send = screen.getByRole('button', { name: 'Отправить' })
    expect(send.getAttribute('aria-disabled') ?? String(send.hasAttribute('disabled'))).toBe('true')
    write('Текст, 1', 'Вера')
    write('Текст, 2', 'А-7')
    expect(screen.getByText('Здравствуйте, Вера! Заказ А-7 готов.')).toBeTruthy()
    await press('Отправить')
    expect(bridge.inputs('command')).toMatchObject([
      {
        ...{ kind: 'conversation.start', channelId: channel.id, phone: '8 (999) 123-45-67', name: '' },
        template: { templateId: 'order-ready', header: [], body: ['Вера', 'А-7'], buttons: [] },
      },
    ])
  })
})
