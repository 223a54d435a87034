import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { aSettingsPage } from '#test/support/a-settings-page'
import { demoReturns, demoRules } from '#test/support/demo-rules'

const outcome = () => screen.getByRole('region', { name: 'Что произойдёт' }).textContent
const members = () =>
  within(screen.getByRole('list', { name: 'Состав' }))
    .getAllByRole('listitem')
    .map((row) => row.dataset.member)

/** What the stop is called, as far as its own attributes say. */
const nameOf = (stop: HTMLElement) => {
  const radio = stop.role === 'radio' ? stop.parentElement?.querySelector('input')?.value : undefined
  return radio ?? stop.getAttribute('aria-label') ?? (stop.textContent || stop.getAttribute('value'))
}

describe('groups', () => {
  it('stand in a table with their members, order, answer time and channels', async () => {
    await aSettingsPage('groups')
    const rows = screen.getAllByRole('row').slice(1)
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringMatching(/^Все операторы7 операторов: .*По очерединетнетКак у компанииСайт «Север Дом», Север Дом$/),
      'Возвраты3 оператора: Регина Сафина, Иван Мельник, Дарья Кузнецова-БелозёрскаяПо загрузке1\u00a0мин4Как у компаниинет',
    ])
  })

  it('are made with a name, members, answer time and limit; the sentence above says what will happen', async () => {
    const { press, write, pick, commands } = await aSettingsPage('groups')
    await press('Создать группу')
    expect(outcome()).toBe('В группе никого нет: обращения будут ждать в нераспределённых.')
    write('Название', ' Опт ')
    await pick('Добавить оператора', 'Иван Мельник')
    await pick('Добавить оператора', 'Регина Сафина')
    write('Время на ответ, секунд', '90')
    write('Лимит диалогов этой группы', '3')
    expect(outcome()).toBe(
      'Обращения получает следующий по очереди из 2 операторов. Не ответил за 1:30 — следующему. У каждого не больше 3 диалогов группы сразу.',
    )
    await press('Создать группу')
    expect(commands('group.save')).toEqual([
      {
        kind: 'group.save',
        groupId: null,
        version: 0,
        form: {
          name: 'Опт',
          order: 'inTurn',
          members: ['o-ivan', 'o-regina'],
          answerTimeMs: 90_000,
          limit: 3,
          schedule: null,
        },
      },
    ])
  })

  it('without a name, with a name taken or a figure out of range are not saved', async () => {
    const { write, commands, press } = await aSettingsPage('groups')
    await press('Создать группу')
    expect(screen.queryByText(/Назовите группу/)).toBeNull()
    await press('Создать группу')
    expect([screen.getByText(/Назовите группу/).tagName, document.activeElement]).toEqual([
      'SPAN',
      screen.getByLabelText('Название'),
    ])
    write('Название', 'возвраты')
    write('Время на ответ, секунд', '5')
    expect([
      screen.getByText(/Группа с таким названием уже есть/).tagName,
      screen.getByText(/от 10 до 86 400/).tagName,
      commands('group.save'),
    ]).toEqual(['SPAN', 'SPAN', []])
  })

  it('are put in order by keys, which is told, and the arrow keeps the focus', async () => {
    const { press, commands } = await aSettingsPage('groups')
    await press('Возвраты')
    await press('Ниже: Регина Сафина')
    expect([members(), screen.getByText('Регина Сафина: место 2 из 3').getAttribute('role')]).toEqual([
      ['o-ivan', 'o-regina', 'o-darya'],
      'status',
    ])
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Ниже: Регина Сафина' }))
    await press('Выше: Иван Мельник')
    expect(members()).toEqual(['o-ivan', 'o-regina', 'o-darya'])
    await press('Убрать из группы: Иван Мельник')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Убрать из группы: Регина Сафина' }))
    await press('Сохранить')
    expect(commands('group.save')).toMatchObject([
      { groupId: 'g-returns', version: 4, form: { members: ['o-regina', 'o-darya'], answerTimeMs: 60_000 } },
    ])
  })

  it('are put in order by dragging; dropped nowhere, all is as it was', async () => {
    const { press } = await aSettingsPage('groups')
    await press('Возвраты')
    const row = (place: number) =>
      within(screen.getByRole('list', { name: 'Состав' })).getAllByRole('listitem')[place] ?? document.body
    const dataTransfer = { setData: () => undefined, dropEffect: 'none', effectAllowed: 'all' }
    const first = row(0)
    fireEvent.dragStart(first, { dataTransfer })
    fireEvent.dragOver(row(2), { dataTransfer })
    expect(members()).toEqual(['o-ivan', 'o-darya', 'o-regina'])
    fireEvent.dragEnd(first, { dataTransfer: { ...dataTransfer, dropEffect: 'none' } })
    expect(members()).toEqual(['o-regina', 'o-ivan', 'o-darya'])
    fireEvent.dragStart(first, { dataTransfer })
    fireEvent.dragOver(row(1), { dataTransfer })
    fireEvent.drop(row(1), { dataTransfer })
    fireEvent.dragEnd(first, { dataTransfer: { ...dataTransfer, dropEffect: 'move' } })
    expect([members(), screen.getByText('Регина Сафина: место 2 из 3').tagName]).toEqual([
      ['o-ivan', 'o-regina', 'o-darya'],
      'P',
    ])
  })

  it('are worked by Tab in the order in which they are read, saving last', async () => {
    const { press } = await aSettingsPage('groups')
    await press('Возвраты')
    const sheet = screen.getByRole('dialog', { name: 'Возвраты' })
    const stops = [...sheet.querySelectorAll<HTMLElement>('input, button, [role="radio"]')].filter(
      (one) => one.tabIndex >= 0 && one.closest('[aria-hidden="true"]') === null,
    )
    const places = [
      'Выбрать каналы',
      'Возвраты',
      'leastLoaded',
      'Выше: Регина Сафина',
      'Ниже: Регина Сафина',
      'Убрать из группы: Регина Сафина',
      'Добавить оператора',
      'Время на ответ, секунд',
      'Лимит диалогов этой группы',
      'company',
      'Сохранить',
      'Отмена',
      'Удалить группу',
    ].map((name) => stops.findIndex((one) => nameOf(one) === name))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  it('have working hours of their own, beginning with those of the company', async () => {
    const { press, choose, commands } = await aSettingsPage('groups')
    await press('Возвраты')
    await choose(/^Своё/)
    expect(outcome()).toContain('Работает по своему времени.')
    await press('Добавить часы: Воскресенье')
    await press('Сохранить')
    expect(commands('group.save')).toMatchObject([
      { form: { schedule: { zone: 'Europe/Moscow', week: { sunday: [{ from: 540, to: 1080 }] } } } },
    ])
  })

  it('built in keep name, members and hours, and say so; order and answer time change', async () => {
    const { press, write, choose, commands } = await aSettingsPage('groups')
    await press('Все операторы')
    expect([
      screen.getByLabelText('Название').hasAttribute('disabled'),
      screen.getByText(/не меняются: в ней все/).tagName,
      screen.queryByRole('button', { name: /Убрать из группы/ }),
      screen.queryByRole('button', { name: 'Удалить группу' }),
    ]).toEqual([true, 'P', null, null])
    await choose(/^Вручную/)
    expect(screen.getByText('Не действует, пока диалоги берут вручную.')).toBeTruthy()
    write('Время на ответ, секунд', '60')
    await press('Сохранить')
    expect(commands('group.save')).toMatchObject([
      { groupId: 'g-everybody', version: 1, form: { order: 'byHand', answerTimeMs: 60_000, schedule: null } },
    ])
  })

  it('changed by another administrator meanwhile show both values, and overwrite only when told', async () => {
    const { bridge, press, write, commands } = await aSettingsPage('groups', {}, (one) =>
      one.refuse('group.save', refusal('CONFLICT', 'changed')),
    )
    await press('Возвраты')
    write('Название', 'Обмены')
    const theirs = { ...demoReturns, version: 7, answerTimeMs: null }
    bridge.rules = { ...demoRules, groups: [theirs] }
    await press('Сохранить')
    const row = screen.getByRole('cell', { name: 'Время на ответ, секунд' }).closest('tr')
    expect(row?.textContent).toBe('Время на ответ, секунд60нет')
    bridge.refuse('group.save', null)
    await press('Сохранить мои')
    expect(commands('group.save').at(-1)).toMatchObject({
      version: 7,
      form: { name: 'Обмены', answerTimeMs: 60_000 },
    })
  })

  it('are deleted only after a yes', async () => {
    const { press, settle, commands } = await aSettingsPage('groups')
    await press('Возвраты')
    await press('Удалить группу')
    await press('Не удалять')
    expect(commands('group.delete')).toEqual([])
    await press('Удалить группу')
    fireEvent.click(screen.getAllByRole('button', { name: 'Удалить группу' }).at(-1) ?? document.body)
    await settle()
    expect(commands('group.delete')).toMatchObject([{ groupId: 'g-returns', version: 4 }])
  })

  it('that are still needed say by which channels', async () => {
    const inUse = refusal('IN_USE', 'x', { facts: { channels: 'Сайт, —' } })
    const { press, settle } = await aSettingsPage('groups', {}, (one) => one.refuse('group.delete', inUse))
    await press('Возвраты')
    await press('Удалить группу')
    fireEvent.click(screen.getAllByRole('button', { name: 'Удалить группу' }).at(-1) ?? document.body)
    await settle()
    expect(
      screen.getByText(
        'Группа «Возвраты» ещё нужна: Сайт, она выручает долго ждущих в правилах. Сначала выберите там другую.',
      ),
    ).toBeTruthy()
  })
})
