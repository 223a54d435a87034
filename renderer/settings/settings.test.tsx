import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { defaultDistribution } from '#protocol/settings'
import { aSettingsPage } from '#test/support/a-settings-page'
import { demoAccount } from '#test/support/demo-people'
import { lostSession } from '#test/support/fake-bridge'

describe('settings', () => {
  it('show an employee only what is his own', async () => {
    const account = { ...demoAccount, role: 'employee' as const, canSupervise: false }
    await aSettingsPage('channels', { company: { account } })
    const links = within(screen.getByRole('navigation')).getAllByRole('button')
    expect(links.map((link) => link.textContent)).toEqual(['Вид', 'Уведомления', 'Сеансы и пароль', 'Клавиши'])
  })

  it('let who runs the shift change the distribution, never channels and accounts', async () => {
    const account = { ...demoAccount, role: 'employee' as const, canSupervise: true }
    await aSettingsPage('channels', { company: { account } })
    const links = within(screen.getByRole('navigation')).getAllByRole('button')
    const names = links.map((link) => link.textContent)
    expect(names.slice(0, 2)).toEqual(['Шаблоны сообщений', 'Правила распределения'])
    expect(names).not.toContain('Операторы')
    expect(screen.getByRole('region', { name: 'Правила распределения' })).toBeTruthy()
  })

  it('say that they need the hub', async () => {
    await aSettingsPage('channels', { session: lostSession })
    expect(screen.getByText('Для настроек нужна связь с сервером.')).toBeTruthy()
  })

  it('change the look at once', async () => {
    const { bridge, state } = await aSettingsPage('view')
    fireEvent.click(screen.getByRole('radio', { name: 'Тёмная' }))
    expect([bridge.inputs('setPreferences'), state.feed.store.getState().preferences.theme]).toMatchObject([
      [{ theme: 'dark' }],
      'dark',
    ])
  })
})

describe('the company', () => {
  it('is named by an administrator, and not without a name', async () => {
    const { press, write, commands } = await aSettingsPage('company')
    write('Название компании', '  ')
    await press('Сохранить')
    expect(screen.getByText(/Напишите название/)).toBeTruthy()
    expect(commands('company.rename')).toEqual([])
    write('Название компании', 'Юг Дом')
    await press('Сохранить')
    expect(commands('company.rename')).toMatchObject([{ name: 'Юг Дом' }])
  })
})

describe('operators', () => {
  it('are not left for another with unsaved changes unasked', async () => {
    const { press, write, settle } = await aSettingsPage('operators')
    await press(/^Иван Мельник/)
    write('Имя', 'Иван Мельников')
    // The sheet lies over the table where the window is narrow, as it is here.
    const other = screen.getByRole('button', { name: /^Регина Сафина/, hidden: true })
    fireEvent.click(other)
    await settle()
    await press('Остаться')
    expect(screen.getByLabelText('Имя')).toMatchObject({ value: 'Иван Мельников' })
    fireEvent.click(other)
    await settle()
    await press('Уйти без сохранения')
    expect(screen.getByLabelText('Имя')).toMatchObject({ value: 'Регина Сафина' })
  })

  it('are invited by a link one passes on oneself', async () => {
    const { press, write, commands } = await aSettingsPage('operators')
    await press('Пригласить оператора')
    await press('Создать приглашение')
    expect([screen.getByText('Напишите имя.').textContent, commands('operator.invite')]).toEqual(['Напишите имя.', []])
    write('Имя', 'Пётр Новый')
    write('Логин', 'Petr')
    await press('Создать приглашение')
    expect(commands('operator.invite')).toMatchObject([
      { form: { name: 'Пётр Новый', login: 'petr', role: 'employee', takesPart: true, limit: 'company' } },
    ])
    expect([screen.getByText('Ссылка для входа').tagName, screen.getByText(/#\/join\//).tagName]).toEqual([
      'H2',
      'CODE',
    ])
  })

  it('keep the form when the login is taken', async () => {
    const taken = refusal('INVALID', 'taken', { field: 'form.login' })
    const { press, write } = await aSettingsPage('operators', {}, (bridge) => bridge.refuse('operator.invite', taken))
    await press('Пригласить оператора')
    write('Имя', 'Пётр')
    write('Логин', 'anna')
    await press('Создать приглашение')
    const login = screen.getByLabelText('Логин')
    expect([login, login.getAttribute('aria-invalid')]).toMatchObject([{ value: 'anna' }, 'true'])
  })

  it('changed by another administrator meanwhile show both values, and the form keeps what was typed', async () => {
    const { bridge, press, write, commands } = await aSettingsPage('operators', {}, (one) =>
      one.refuse('operator.edit', refusal('CONFLICT', 'changed')),
    )
    await press(/^Иван Мельник/)
    write('Имя', 'Иван Мельников')
    await press('Сохранить')
    const row = screen.getByRole('cell', { name: 'Имя' }).closest('tr')
    expect(row?.textContent).toBe('ИмяИван МельниковИван Мельник')
    expect(screen.getByLabelText('Имя')).toMatchObject({ value: 'Иван Мельников' })
    bridge.refuse('operator.edit', null)
    await press('Сохранить мои')
    expect(commands('operator.edit').at(-1)).toMatchObject({ version: 1, form: { name: 'Иван Мельников' } })
  })

  it('keep their last administrator, which is said at the role', async () => {
    const last = refusal('LAST_ADMINISTRATOR', 'last', { field: 'form.role' })
    const { press, write } = await aSettingsPage('operators', {}, (one) => one.refuse('operator.edit', last))
    await press(/^Анна Лебедева/)
    write('Имя', 'Анна')
    await press('Сохранить')
    expect(screen.getByText('Это последний администратор. Сначала назначьте другого.')).toBeTruthy()
    expect(screen.getByLabelText('Имя')).toMatchObject({ value: 'Анна' })
  })

  it('are disabled only after a yes', async () => {
    const { press, settle, commands } = await aSettingsPage('operators')
    await press(/^Иван Мельник/)
    await press('Ещё с этим оператором')
    fireEvent.click(screen.getByRole('menuitem', { name: 'Отключить' }))
    await settle()
    expect(screen.getByText('Отключить Иван Мельник?')).toBeTruthy()
    await press('Отключить оператора')
    expect(commands('operator.disable')).toHaveLength(1)
  })

  it('cannot disable themselves', async () => {
    const { press } = await aSettingsPage('operators')
    await press(/^Анна Лебедева/)
    await press('Ещё с этим оператором')
    expect(screen.getByRole('menuitem', { name: 'Отключить' }).getAttribute('aria-disabled')).toBe('true')
  })
})

describe('distribution', () => {
  it('names a figure out of range at its field and does not save', async () => {
    const { press, write, commands } = await aSettingsPage('distribution')
    write(/Задержка переназначения/, '5')
    await press('Сохранить')
    expect([screen.getByText('Напишите число от 10 до 600.').textContent, commands('distribution.save')]).toEqual([
      'Напишите число от 10 до 600.',
      [],
    ])
    expect(screen.getByText('Не сохранено: 1 поле ждёт правки')).toBeTruthy()
  })

  it('is saved whole, with the version that was edited', async () => {
    const { press, write, commands } = await aSettingsPage('distribution')
    write(/Задержка переназначения/, '45')
    await press('Сохранить')
    expect(commands('distribution.save')).toMatchObject([
      { version: 12, settings: { reassignmentDelayMs: 45_000, conversationLimit: 10 } },
    ])
    expect(screen.queryByText('Есть несохранённые правки')).toBeNull()
  })

  it('offers those who wait long to another group, and sets Busy and Offline by itself where told', async () => {
    const { press, write, pick, commands } = await aSettingsPage('distribution')
    write(/«Занят» без ввода/, '5')
    fireEvent.click(screen.getByRole('switch', { name: '«Занят», когда экран заблокирован' }))
    fireEvent.click(screen.getByRole('switch', { name: /В конце рабочего дня/ }))
    expect(screen.getByText('Если никто не нашёлся за 2 мин, предложить и группе')).toBeTruthy()
    await pick('Кто выручает долго ждущих', 'Возвраты')
    await press('Сохранить')
    expect(commands('distribution.save')).toMatchObject([
      {
        settings: {
          overflowGroupId: 'g-returns',
          idleAfterMs: 300_000,
          busyWhenLocked: true,
          offlineAtClosing: true,
        },
      },
    ])
  })

  it('cannot end a working day where there are no working hours, and leads to them', async () => {
    const { press } = await aSettingsPage('distribution', {}, (bridge) => {
      bridge.rules = { ...bridge.rules, schedule: { version: 0, value: null } }
    })
    const ends = screen.getByRole('switch', { name: /В конце рабочего дня/ })
    expect(ends.getAttribute('aria-disabled') ?? ends.getAttribute('data-disabled')).not.toBeNull()
    await press('Задать рабочее время')
    expect(screen.getByRole('heading', { level: 2, name: 'Рабочее время' })).toBeTruthy()
  })

  it('shows both values when another administrator was faster, and overwrites only when told', async () => {
    const { bridge, press, write, commands } = await aSettingsPage('distribution', {}, (one) =>
      one.refuse('distribution.save', refusal('CONFLICT', 'changed')),
    )
    write(/Задержка переназначения/, '45')
    await press('Сохранить')
    const row = screen.getByRole('cell', { name: /Задержка переназначения/ }).closest('tr')
    expect(row?.textContent).toContain('4530')
    bridge.refuse('distribution.save', null)
    await press('Сохранить мои')
    expect(commands('distribution.save').at(-1)).toMatchObject({
      version: 12,
      settings: { ...defaultDistribution, reassignmentDelayMs: 45_000 },
    })
  })
})
