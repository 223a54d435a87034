import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { TemplateId } from '#protocol/ids'
import { aSettingsPage } from '#test/support/a-settings-page'
import { demoAccount, demoChannelDetails, demoChannels } from '#test/support/demo-people'
import { aTemplate } from '#test/support/demo-templates'

async function theTemplates() {
  const [channel] = demoChannelDetails
  if (channel === undefined) throw new Error('the demo has no channel')
  const shown = await aSettingsPage('channels', {}, (bridge) => {
    bridge.channelDetails = [{ ...channel, capabilities: { ...channel.capabilities, templates: true } }]
    bridge.templates = [
      aTemplate(channel.id),
      aTemplate(channel.id, {
        ...{ id: TemplateId.parse('sale'), name: 'sale', status: 'rejected', reason: 'INVALID_FORMAT' },
      }),
    ]
  })
  fireEvent.click(
    within(screen.getByRole('article', { name: channel.name })).getByRole('button', { name: 'Настроить' }),
  )
  await shown.settle()
  await shown.press('Шаблоны')
  return shown
}

describe('the templates of a channel', () => {
  it('stand with what the messenger says of each', async () => {
    await theTemplates()
    expect(screen.getByText('Одобрен')).toBeTruthy()
    expect(screen.getByText('Отклонён')).toBeTruthy()
    expect(screen.getByText('Причина: INVALID_FORMAT')).toBeTruthy()
  })

  it('are written with the whole beneath as the contact will read it, and refused here before Meta does', async () => {
    const { write, press, commands } = await theTemplates()
    await press('Новый шаблон')
    write('Имя', 'Заказ')
    write('Текст', '{{1}}, заказ готов.')
    await press('Отправить на проверку')
    expect(screen.getByText('Только строчные латинские буквы, цифры и подчёркивание')).toBeTruthy()
    expect(screen.getByText('Текст не может начинаться или кончаться переменной')).toBeTruthy()
    expect(screen.getByText('Нужен пример')).toBeTruthy()
    expect(document.activeElement).toBe(screen.getByLabelText('Имя'))
    expect(commands('template.save')).toHaveLength(0)
    write('Имя', 'order_come')
    write('Текст', 'Здравствуйте, {{1}}, заказ готов.')
    write('Пример для 1', 'Анна')
    const preview = screen.getByRole('figure', { name: 'Так увидит клиент' })
    expect(within(preview).getByText('Здравствуйте, Анна, заказ готов.')).toBeTruthy()
    await press('Сохранить черновик')
    expect(commands('template.save')).toHaveLength(1)
  })

  it('say of a button’s address and phone beside them what is wrong', async () => {
    const { press } = await theTemplates()
    await press('Новый шаблон')
    await press('Ссылка')
    await press('Телефон')
    await press('Отправить на проверку')
    const wrong = (label: string) => screen.getByLabelText(label).getAttribute('aria-invalid')
    expect([wrong('Адрес'), wrong('Телефон')]).toEqual(['true', 'true'])
    expect(screen.getAllByLabelText('Надпись').map((one) => one.getAttribute('aria-invalid'))).toEqual(['true', 'true'])
  })
})

describe('the page of templates', () => {
  const account = { ...demoAccount, role: 'employee' as const, canSupervise: true }
  const [first, ...others] = demoChannels
  if (first === undefined) throw new Error('the demo has no channel')
  const withTemplates = { ...first, capabilities: { ...first.capabilities, templates: true } }

  it('leads who runs the shift to the templates of each channel that has them', async () => {
    const shown = await aSettingsPage(
      'templates',
      { company: { account, channels: [withTemplates, ...others] } },
      (bridge) => {
        bridge.templates = [aTemplate(first.id)]
      },
    )
    await shown.press(new RegExp(`^${first.name}`))
    expect(screen.getByText('order_ready · ru')).toBeTruthy()
    await shown.press('Новый шаблон')
    shown.write('Имя', 'order_come')
    await shown.press('Сохранить черновик')
    expect(shown.commands('template.save')).toHaveLength(1)
  })

  it('says what is missing where no channel has any', async () => {
    const none = { ...first, capabilities: { ...first.capabilities, templates: false } }
    await aSettingsPage('templates', { company: { account, channels: [none] } })
    expect(screen.getByText('Шаблонов пока негде завести')).toBeTruthy()
  })
})
