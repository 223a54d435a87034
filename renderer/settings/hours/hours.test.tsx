import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { hours as hoursOf } from '#test/support/a-schedule'
import { aSettingsPage } from '#test/support/a-settings-page'
import { demoRules } from '#test/support/demo-rules'

const monday = (end: 'с' | 'до', place = 0) => screen.getAllByLabelText(`Понедельник: ${end}`)[place] ?? document.body
const type = (field: Element, value: string) => fireEvent.change(field, { target: { value } })

describe('working hours', () => {
  it('are saved whole, with the version that was edited', async () => {
    const { press, commands } = await aSettingsPage('hours')
    type(monday('до', 1), '20')
    await press('Сохранить')
    expect(commands('schedule.save')).toMatchObject([
      { version: 3, schedule: { zone: 'Europe/Moscow', week: { monday: hoursOf('09:00-13:00 14:00-20:00') } } },
    ])
    expect(screen.queryByText('Есть несохранённые правки')).toBeNull()
  })

  it('name what is wrong while it is typed, and are not saved so', async () => {
    const { press, commands } = await aSettingsPage('hours')
    type(monday('до'), '8:00')
    expect(screen.getByText(/Конец не позже начала/)).toBeTruthy()
    type(monday('до'), '15')
    expect(screen.getByText(/Пересекается с другими часами/)).toBeTruthy()
    type(monday('до'), 'обед')
    expect([
      screen.getByText(/Напишите время от 0:00 до 24:00/).tagName,
      monday('до').getAttribute('aria-invalid'),
      monday('с').getAttribute('aria-invalid'),
    ]).toEqual(['SPAN', 'true', null])
    await press('Сохранить')
    expect([commands('schedule.save'), document.activeElement]).toEqual([[], monday('до')])
  })

  it('take several intervals a day, and Monday on every workday', async () => {
    const { press, commands } = await aSettingsPage('hours')
    await press('Добавить часы: Воскресенье')
    await press('Убрать часы 14:00–18:00: Понедельник')
    await press('Как в понедельник — на все будни')
    await press('Сохранить')
    const office = hoursOf('09:00-13:00')
    expect(commands('schedule.save')).toMatchObject([
      { schedule: { week: { monday: office, friday: office, sunday: hoursOf('09:00-18:00') } } },
    ])
  })

  it('know holidays by date and name, every year or once, off or with hours of their own', async () => {
    const { press, choose, tick, commands, write } = await aSettingsPage('hours')
    await press('Убрать день: Новый год')
    expect(screen.getByText(/Особых дней нет/)).toBeTruthy()
    await press('Добавить день')
    await press('Сохранить')
    expect([screen.getByText(/Назовите день/).tagName, commands('schedule.save')]).toEqual(['SPAN', []])
    write('Дата', '2026-12-31')
    write('Название', 'Канун')
    await choose('Свои часы')
    await tick('Каждый год')
    await press('Сохранить')
    const eve = { date: '2026-12-31', isYearly: true, name: 'Канун', hours: hoursOf('09:00-18:00') }
    expect(commands('schedule.save')).toMatchObject([{ schedule: { exceptionalDays: [eve] } }])
  })

  it('are in a zone found by its name', async () => {
    const { press, settle, commands } = await aSettingsPage('hours')
    fireEvent.click(screen.getByRole('combobox', { name: /Часовой пояс: Москва/ }))
    await settle()
    type(screen.getByPlaceholderText(/Город или пояс/), 'екат')
    await settle()
    fireEvent.click(screen.getByRole('option', { name: /Екатеринбург/ }))
    await settle()
    await press('Сохранить')
    expect(commands('schedule.save')).toMatchObject([{ schedule: { zone: 'Asia/Yekaterinburg' } }])
  })

  it('may be none: day and night', async () => {
    const { press, choose, commands } = await aSettingsPage('hours')
    await choose(/Днём и ночью/)
    expect(screen.queryByText('Неделя')).toBeNull()
    await press('Сохранить')
    expect(commands('schedule.save')).toMatchObject([{ version: 3, schedule: null }])
  })

  it('changed by another administrator meanwhile show both values, and overwrite only when told', async () => {
    const { bridge, press, commands } = await aSettingsPage('hours', {}, (one) =>
      one.refuse('schedule.save', refusal('CONFLICT', 'changed')),
    )
    const value = demoRules.schedule.value
    if (value === null) throw new Error('the demo has working hours')
    const theirs = { ...value, week: { ...value.week, monday: hoursOf('10:00-16:00') } }
    bridge.rules = { ...demoRules, schedule: { version: 9, value: theirs } }
    type(monday('до', 1), '20:00')
    await press('Сохранить')
    const row = screen.getByRole('cell', { name: 'Понедельник' }).closest('tr')
    expect(row?.textContent).toBe('Понедельник9:00–13:00, 14:00–20:0010:00–16:00')
    await press('Сохранить')
    expect(commands('schedule.save').at(-1)).toMatchObject({ version: 3 })
    bridge.refuse('schedule.save', null)
    await press('Сохранить мои')
    expect(commands('schedule.save').at(-1)).toMatchObject({
      version: 9,
      schedule: { week: { monday: hoursOf('09:00-13:00 14:00-20:00') } },
    })
  })

  it('taken from another administrator stand as he has them', async () => {
    const { bridge, press } = await aSettingsPage('hours', {}, (one) =>
      one.refuse('schedule.save', refusal('CONFLICT', 'changed')),
    )
    bridge.rules = { ...demoRules, schedule: { version: 9, value: null } }
    type(monday('до', 1), '20:00')
    await press('Сохранить')
    await press('Взять новые')
    expect(screen.getByRole('radio', { name: /Днём и ночью/ }).getAttribute('aria-checked')).toBe('true')
    expect(screen.queryByText('Есть несохранённые правки')).toBeNull()
  })

  it('keep what was typed when the hub refuses', async () => {
    const { press } = await aSettingsPage('hours', {}, (one) =>
      one.refuse('schedule.save', refusal('STORE_UNAVAILABLE', 'down')),
    )
    type(monday('до', 1), '20:00')
    await press('Сохранить')
    expect([screen.getByRole('alert').textContent, monday('до', 1)]).toMatchObject([/./, { value: '20:00' }])
  })
})

describe('who answers', () => {
  it('is told channel by channel for now, and for a moment of the company zone', async () => {
    const { bridge, press, choose, settle } = await aSettingsPage('hours')
    await press('Кто отвечает')
    const sheet = within(screen.getByRole('dialog', { name: 'Кто отвечает' }))
    const first = sheet.getAllByRole('listitem')[0]
    expect(first?.textContent).toBe(
      'Сайт «Север Дом»Рабочее времяОтвечает группа «Все операторы», до 15:56Сейчас в сети: Анна Лебедева, Регина Сафина',
    )
    await choose('В другой момент')
    type(sheet.getByLabelText('Дата и время'), '2027-01-01')
    type(sheet.getByLabelText('Время'), '9:30')
    await settle()
    expect(bridge.inputs('query').at(-1)).toEqual({
      kind: 'hours.preview',
      at: Date.parse('2027-01-01T09:30:00+03:00'),
    })
    type(sheet.getByLabelText('Время'), 'утром')
    expect(sheet.getByText('Выберите дату и время.')).toBeTruthy()
  })
})
