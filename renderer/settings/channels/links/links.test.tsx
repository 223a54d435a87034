import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { LinkId } from '#protocol/ids'
import type { ChannelLinks, Link } from '#protocol/links'
import { aSettingsPage } from '#test/support/a-settings-page'
import { demoChannelDetails } from '#test/support/demo-people'

const aLink = (channelId: Link['channelId']): Link => ({
  ...{ id: LinkId.parse('leaflet'), channelId, version: 1, title: 'Листовка', isOn: true },
  ...{ question: 'Заявка {{номер заявки}}', url: 'https://hub.sever-dom.example/l/leaflet', visits: 40, inquiries: 7 },
})

async function theLinks(change: (of: Link['channelId']) => Partial<ChannelLinks> = () => ({})) {
  const [channel] = demoChannelDetails
  if (channel === undefined) throw new Error('the demo has no channel')
  const shown = await aSettingsPage('channels', {}, (bridge) => {
    bridge.links = { carries: 'question', inquiries: 12, links: [], ...change(channel.id) }
  })
  fireEvent.click(
    within(screen.getByRole('article', { name: channel.name })).getByRole('button', { name: 'Настроить' }),
  )
  await shown.settle()
  await shown.press('Ссылки')
  return shown
}

describe('the links of a channel', () => {
  it('stand with what came by each', async () => {
    await theLinks((channelId) => ({ links: [aLink(channelId)] }))
    const row = within(screen.getByRole('listitem', { name: 'Листовка' }))
    for (const words of ['Переходов: 40', 'Обращений: 7', 'Включена', 'https://hub.sever-dom.example/l/leaflet'])
      expect(row.getByText(words)).toBeTruthy()
    expect(row.getByRole('button', { name: 'Скопировать' })).toBeTruthy()
    expect(screen.getByText('Обращений в канале всего: 12')).toBeTruthy()
  })

  it('are none at first, and none work where the account has no address', async () => {
    await theLinks(() => ({ carries: 'nothing' }))
    expect(screen.getByText('Ссылок пока нет')).toBeTruthy()
    expect(screen.getByText(/нет публичного адреса/)).toBeTruthy()
  })

  it('are off until switched on, and judged while they are written', async () => {
    const { press, write, commands } = await theLinks()
    await press('Новая ссылка')
    expect(screen.getByRole('switch', { name: 'Ссылка работает' }).getAttribute('aria-checked')).toBe('false')
    write('Название', 'Сайт')
    write('Вопрос клиента', 'Хочу заказать')
    expect(screen.getByText(/без номера заявки обращение не связать с переходом/)).toBeTruthy()
    await press('Сохранить')
    expect(commands('link.save')).toHaveLength(0)
    await press('Вставить номер заявки')
    expect(screen.getByText('Хочу заказать 48210937')).toBeTruthy()
    await press('Сохранить')
    expect(commands('link.save')).toMatchObject([
      { linkId: null, form: { title: 'Сайт', question: 'Хочу заказать {{номер заявки}}', isOn: false } },
    ])
  })

  it('are deleted only after a question', async () => {
    const { press, commands, settle } = await theLinks((channelId) => ({ links: [aLink(channelId)] }))
    await press('Удалить')
    expect(commands('link.delete')).toHaveLength(0)
    fireEvent.click(
      within(screen.getByRole('dialog', { name: 'Удалить ссылку «Листовка»?' })).getByRole('button', {
        name: 'Удалить',
      }),
    )
    await settle()
    expect(commands('link.delete')).toHaveLength(1)
  })
})
