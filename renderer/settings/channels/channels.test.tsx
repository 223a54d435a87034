import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ChannelDetails, Messenger } from '#protocol/channel'
import { refusal } from '#protocol/errors'
import { LoginId } from '#protocol/messenger-login'
import { aSettingsPage } from '#test/support/a-settings-page'
import { demoChannelDetails } from '#test/support/demo-people'
import type { FakeBridge } from '#test/support/fake-bridge'

type Prepare = (bridge: FakeBridge) => void

const detailsOf = (messenger: Messenger): ChannelDetails => {
  const found = demoChannelDetails.find((channel) => channel.messenger === messenger)
  if (found === undefined) throw new Error(`the demo has no ${messenger}`)
  return found
}

async function connecting(messenger: string, prepare?: Prepare) {
  const shown = await aSettingsPage('channels', {}, prepare)
  await shown.press('Подключить канал')
  fireEvent.click(screen.getByRole('menuitem', { name: new RegExp(messenger) }))
  await shown.settle()
  return shown
}

async function configuring(name: string, prepare?: Prepare) {
  const shown = await aSettingsPage('channels', {}, prepare)
  const card = screen.getByRole('article', { name })
  fireEvent.click(within(card).getByRole('button', { name: 'Настроить' }))
  await shown.settle()
  return shown
}

describe('the channels', () => {
  it('show every messenger: what it is for, what it wants, who can connect it', async () => {
    await aSettingsPage('channels')
    for (const name of ['VK', 'WhatsApp', 'Viber', 'MAX']) {
      const card = screen.getByRole('article', { name })
      expect(within(card).getByText(/Подключает/)).toBeTruthy()
      expect(within(card).getByRole('button', { name: 'Подключить' }).getAttribute('aria-disabled')).toBeNull()
    }
  })

  it('keep in sight what cannot be connected without a public address, and say what is missing', async () => {
    await aSettingsPage('channels', {}, (bridge) => {
      bridge.publicUrl = null
    })
    const missing = screen
      .getAllByRole('article')
      .filter((card) => within(card).queryByText(/Нужен публичный адрес/) !== null)
    expect(missing.map((card) => card.getAttribute('aria-label'))).toEqual(['WhatsApp', 'Viber'])
    for (const card of missing)
      expect(
        within(card)
          .getByRole('button', { name: /Подключить/ })
          .getAttribute('aria-disabled'),
      ).toBe('true')
  })

  it('show within seconds what has come and what has stopped, without being opened anew', async () => {
    const { bridge, platform, settle } = await aSettingsPage('channels')
    const { name } = detailsOf('telegram')
    bridge.channelDetails = bridge.channelDetails.map((one) => ({
      ...one,
      health: { kind: 'stopped', reason: 'auth', detail: null, since: 0 },
    }))
    expect(within(screen.getByRole('article', { name })).queryByText(/^Остановлен/)).toBeNull()
    act(() => platform.pass(6_000))
    await settle()
    expect(within(screen.getByRole('article', { name })).getByText(/^Остановлен/)).toBeTruthy()
  })
})

describe('a login at the messenger', () => {
  const app = { appId: '51000001', secretEnd: 'f00d', baseUrl: null }
  const loginId = LoginId.parse('login-1')
  const began = () =>
    connecting('VK', (bridge) => {
      bridge.loginPlace = { ...bridge.loginPlace, app }
    })
  const told = (bridge: FakeBridge) =>
    act(() => bridge.push({ kind: 'notice', notice: { kind: 'login.changed', loginId } }))

  it('goes on in the browser, and what it brings takes the place of the token', async () => {
    const { bridge, press, settle, commands } = await began()
    await press('Войти через VK')
    expect(bridge.inputs('openExternal')).toEqual([{ url: 'https://id.vk.com/authorize?state=x' }])
    expect(screen.getByText(/Продолжите в браузере/)).toBeTruthy()
    bridge.login = { kind: 'done', ticket: 'login:ticket', account: 'Север Дом' }
    told(bridge)
    await settle()
    expect(screen.getByText(/Вход выполнен: Север Дом/)).toBeTruthy()
    expect(commands('channel.check')).toMatchObject([{ form: { token: 'login:ticket', baseUrl: null } }])
    await press('Сохранить и включить')
    expect(commands('channel.connect')).toMatchObject([{ form: { messenger: 'vk', token: 'login:ticket' } }])
  })

  it('says why it did not succeed, and is not taken for another one', async () => {
    const { bridge, press, settle } = await began()
    await press('Войти через VK')
    bridge.login = { kind: 'failed', reason: 'noAccounts', detail: null }
    act(() => bridge.push({ kind: 'notice', notice: { kind: 'login.changed', loginId: LoginId.parse('other') } }))
    await settle()
    expect(screen.queryByText(/нет сообществ/)).toBeNull()
    told(bridge)
    await settle()
    expect(screen.getByText(/нет сообществ/)).toBeTruthy()
  })

  it('that nobody can begin yet says what is missing, and takes it', async () => {
    const { press, write, commands } = await connecting('VK')
    expect(screen.getByText(/нужно своё приложение VK ID/)).toBeTruthy()
    await press('Настроить вход')
    expect(screen.getByText('https://hub.sever-dom.example/login/vk')).toBeTruthy()
    write('ID приложения', 'номер')
    await press('Сохранить приложение')
    expect(screen.getByText(/ID — это число/)).toBeTruthy()
    write('ID приложения', '51000001')
    write('Защищённый ключ приложения', 'secret')
    await press('Сохранить приложение')
    const form = { appId: '51000001', secret: 'secret', baseUrl: null }
    expect(commands('login.setApp')).toEqual([{ kind: 'login.setApp', messenger: 'vk', form }])
    expect(screen.getByRole('button', { name: 'Войти через VK' })).toBeTruthy()
  })
})

describe('connecting an account', () => {
  it('asks whose the token is before anything is saved', async () => {
    const { write, press, commands } = await connecting('Telegram')
    await press('Сохранить и включить')
    expect(screen.getByText('Вставьте его целиком.')).toBeTruthy()
    write('Токен бота', '123:abc')
    await press('Сохранить и включить')
    expect([screen.getByText('Сначала проверьте токен.').tagName, commands('channel.connect')]).toEqual(['SPAN', []])
    await press('Проверить')
    expect(screen.getByText('Токен авторизован')).toBeTruthy()
    await press('Сохранить и включить')
    expect(commands('channel.connect')).toMatchObject([
      { name: 'Север Дом', form: { messenger: 'telegram', token: '123:abc', mode: 'polling', baseUrl: null } },
    ])
  })

  it('checks a token as it is pasted', async () => {
    const { settle, commands } = await connecting('MAX')
    fireEvent.paste(screen.getByLabelText('Токен бота'), { clipboardData: { getData: () => ' f9LHodD0cO \n' } })
    await settle()
    expect([screen.getByText('Токен авторизован').tagName, commands('channel.check')]).toMatchObject([
      'SPAN',
      [{ form: { messenger: 'max', token: 'f9LHodD0cO' } }],
    ])
  })

  it('waits with the check until everything is pasted that the messenger wants', async () => {
    const { write, press, commands } = await connecting('WhatsApp')
    write('Постоянный токен', 'EAAG')
    await press('Проверить')
    expect([screen.getAllByText('Вставьте номер целиком: цифры без пробелов.').length, commands('check')]).toEqual([
      2,
      [],
    ])
    write('Phone number ID', '111')
    write('WhatsApp Business Account ID', '222')
    write('App secret', 'секрет')
    await press('Проверить')
    await press('Сохранить и включить')
    expect(commands('channel.connect')).toMatchObject([
      {
        form: {
          ...{ messenger: 'whatsapp', phoneNumberId: '111', accountId: '222', token: 'EAAG', appSecret: 'секрет' },
          ...{ apiVersion: 'v23.0', baseUrl: null },
        },
      },
    ])
  })

  it('names a wrong token with the reason beneath, and nothing is saved', async () => {
    const { write, press, commands } = await connecting('Telegram', (bridge) =>
      bridge.refuse('channel.check', refusal('BOT_NOT_FOUND', 'x', { facts: { detail: 'Unauthorized' } })),
    )
    write('Токен бота', 'wrong')
    await press('Проверить')
    expect(screen.getByRole('alert').textContent).toBe(
      'Бот не найденСкопируйте токен целиком. Ответ мессенджера: Unauthorized Ничего не сохранено.',
    )
    await press('Сохранить и включить')
    expect(commands('channel.connect')).toEqual([])
  })

  it('forgets the check when another token is written', async () => {
    const { write, press } = await connecting('Telegram')
    write('Токен бота', '123:abc')
    await press('Проверить')
    write('Токен бота', '124:abd')
    expect(screen.queryByText('Токен авторизован')).toBeNull()
  })

  it('asks before unsaved changes are dropped, also for another card', async () => {
    const { write, press } = await connecting('Telegram')
    write('Токен бота', '123:abc')
    await press('Отмена')
    expect(screen.getByText('Уйти без сохранения?')).toBeTruthy()
    await press('Остаться')
    expect(screen.getByLabelText('Токен бота')).toMatchObject({ value: '123:abc' })
    await press('Отмена')
    await press('Уйти без сохранения')
    expect(screen.queryByLabelText('Токен бота')).toBeNull()
  })

  it('makes a group in place and gives it the inquiries', async () => {
    const { write, press, commands } = await connecting('Telegram')
    await press('Создать группу')
    await press('Создать и выбрать')
    expect(screen.getByText('Напишите название.')).toBeTruthy()
    write('Название группы', 'Первая линия')
    await press('Создать и выбрать')
    expect(commands('group.save')).toMatchObject([{ groupId: null, form: { name: 'Первая линия', members: [] } }])
  })

  it('offers only polling without a public address', async () => {
    await connecting('Telegram', (bridge) => {
      bridge.publicUrl = null
    })
    expect(screen.getByRole('radio', { name: /Вебхук/ }).getAttribute('aria-disabled')).toBe('true')
  })
})

describe('a connected channel', () => {
  it('is disconnected only after a yes', async () => {
    const { press, commands } = await aSettingsPage('channels')
    const card = screen.getByRole('article', { name: 'Север Дом' })
    fireEvent.click(within(card).getByText('Отключить'))
    await press('Не отключать')
    expect(commands('channel.disconnect')).toEqual([])
    fireEvent.click(within(card).getByText('Отключить'))
    await press('Отключить канал')
    expect(commands('channel.disconnect')).toHaveLength(1)
  })

  it('that has heard nothing yet offers a message to oneself', async () => {
    const [first, ...others] = demoChannelDetails
    if (first === undefined) throw new Error('the demo has channels')
    await aSettingsPage('channels', {}, (bridge) => {
      bridge.channelDetails = [{ ...first, lastInAt: null }, ...others]
    })
    expect(screen.getAllByText(/Отправьте себе сообщение/)).toHaveLength(1)
  })

  it('shows who answers beside how it is connected, and asks before unsaved changes are left for it', async () => {
    const { press, write } = await configuring('Север Дом')
    write('Название канала', 'Другое имя')
    await press('Кто отвечает')
    await press('Остаться')
    expect(screen.getByLabelText('Название канала')).toMatchObject({ value: 'Другое имя' })
    await press('Кто отвечает')
    await press('Уйти без сохранения')
    expect(screen.getByText(/Кто получает обращения/)).toBeTruthy()
    expect(screen.queryByLabelText('Название канала')).toBeNull()
  })

  it('keeps its token when another setting is changed', async () => {
    const { press, write, choose, commands } = await configuring('Север Дом')
    expect(screen.getByText(/Оставьте пустым, чтобы не менять: сохранён тот, который кончается на a91f/)).toBeTruthy()
    write('Адрес API', 'https://bots.example')
    await press('Сохранить')
    expect(screen.getByText(/вставьте его снова/)).toBeTruthy()
    expect(commands('channel.edit')).toEqual([])
    write('Адрес API', '')
    await choose(/Вебхук/)
    await press('Сохранить')
    expect(commands('channel.edit')).toMatchObject([{ form: { token: null, mode: 'webhook', baseUrl: null } }])
  })

  it('is not given another bot: the history is the first one’s', async () => {
    const fields = [{ field: 'form.token', problem: 'anotherAccount' }]
    const { press, write } = await configuring('Север Дом', (bridge) =>
      bridge.refuse('channel.check', refusal('INVALID', 'x', { fields })),
    )
    write('Токен бота', '9:other')
    await press('Проверить')
    expect(screen.getByRole('alert').textContent).toMatch(/Это токен другого бота.*отдельным каналом/)
  })

  it('shows both values when another administrator was faster, and overwrites only when told', async () => {
    const telegram = detailsOf('telegram')
    const { bridge, press, write, choose, commands } = await configuring('Север Дом', (one) =>
      one.refuse('channel.edit', refusal('CONFLICT', 'changed')),
    )
    bridge.channelDetails = [{ ...telegram, version: 9, name: 'Север' }]
    write('Название канала', 'Север Дом 2')
    await choose(/Вебхук/)
    await press('Сохранить')
    const rows = screen.getAllByRole('row').map((row) => row.textContent)
    expect(rows).toContain('Название каналаСевер Дом 2Север')
    expect(rows).toContain('Как получать сообщенияВебхукОпрос')
    bridge.refuse('channel.edit', null)
    await press('Сохранить мои')
    expect(commands('channel.edit').at(-1)).toMatchObject({ version: 9, name: 'Север Дом 2' })
  })

  it('of a site gives its code, and names a site that is none', async () => {
    const { press, write, commands } = await configuring('Сайт «Север Дом»')
    expect(screen.getByText(/<script src=/)).toBeTruthy()
    write('Сайты, где чат может работать', 'shop.ru\nне сайт')
    await press('Сохранить')
    expect([screen.getByText(/Не похоже на адрес сайта: (https:\/\/)?не/).tagName, commands('edit')]).toEqual([
      'SPAN',
      [],
    ])
    write('Сайты, где чат может работать', 'shop.ru')
    await press('Сохранить')
    expect(commands('channel.edit')).toMatchObject([{ version: 3, form: { allowedOrigins: ['https://shop.ru'] } }])
  })

  it('of WhatsApp gives what is pasted at Meta', async () => {
    const whatsapp: ChannelDetails = {
      ...detailsOf('telegram'),
      ...{ messenger: 'whatsapp', name: 'Номер', account: '+7 999 000-00-01' },
      connection: {
        ...{ messenger: 'whatsapp', botName: 'Север Дом', tokenEnd: 'x1', baseUrl: 'https://graph.facebook.com' },
        ...{ phone: '+7 999', phoneNumberId: '1', accountId: '2', appSecretEnd: 'y2', apiVersion: 'v23.0' },
        ...{ webhookUrl: 'https://hub.example/hooks/1', verifyToken: 'слово' },
      },
    }
    await configuring('Номер', (bridge) => {
      bridge.channelDetails = [whatsapp]
    })
    expect(screen.getByText('https://hub.example/hooks/1')).toBeTruthy()
    expect(screen.getAllByRole('button', { name: 'Скопировать' })).toHaveLength(2)
  })
})

describe('the signature of a channel', () => {
  it('shows what the contact gets, and is not saved without the name', async () => {
    const { press, write, commands, settle } = await configuring('Север Дом')
    await press('Подпись')
    fireEvent.click(screen.getByRole('switch', { name: /Имя оператора/ }))
    await settle()
    expect(screen.getByText(/Добрый день. Чем помочь/).textContent).toMatch(/^.+:\nДобрый день/)
    write('Строка перед текстом', 'Магазин')
    await press('Сохранить')
    expect(screen.getByText(/В строке нет имени/)).toBeTruthy()
    expect(commands('channel.sign')).toEqual([])
    write('Строка перед текстом', '{{имя}}, магазин')
    await press('Сохранить')
    expect(commands('channel.sign')).toMatchObject([
      { signature: { isOn: true, form: '{{имя}}, магазин', groupAuthor: 'name' } },
    ])
  })
})

describe('what a channel could not process', () => {
  const letter = { eventKey: 'k', at: 0, attempts: 1, reason: 'UnknownShape', body: '{"strange":1}', isCut: false }

  async function looking() {
    const shown = await aSettingsPage('channels', {}, (bridge) => {
      bridge.letters = [letter]
      bridge.channelDetails = bridge.channelDetails.map((one) => ({ ...one, deadLetters: 1 }))
    })
    const card = screen.getAllByRole('article', { name: detailsOf('telegram').name })[0]!
    fireEvent.click(within(card).getByRole('button', { name: /Посмотреть|1/ }))
    await shown.settle()
    return shown
  }

  it('is looked at and processed again', async () => {
    const { press, commands, bridge } = await looking()
    expect(screen.getByText('{"strange":1}')).toBeTruthy()
    bridge.retried = false
    await press('Обработать снова')
    expect(screen.getByText('{"strange":1}')).toBeTruthy()
    bridge.retried = true
    await press('Обработать снова')
    expect(screen.queryByText('{"strange":1}')).toBeNull()
    expect(commands('letter.retry')).toHaveLength(2)
  })

  it('stays open when the last of it is gone, and says that nothing is left', async () => {
    const { press, bridge } = await looking()
    bridge.retried = true
    bridge.channelDetails = bridge.channelDetails.map((one) => ({ ...one, deadLetters: 0 }))
    await press('Обработать снова')
    expect(screen.getByText('Здесь пусто: всё обработано.')).toBeTruthy()
  })

  it('is given up only when that is confirmed', async () => {
    const { press, commands, settle } = await looking()
    await press('Отбросить')
    expect(commands('letter.discard')).toEqual([])
    fireEvent.click(within(screen.getByRole('dialog', { name: 'Отбросить событие?' })).getByText('Отбросить'))
    await settle()
    expect(commands('letter.discard')).toHaveLength(1)
    expect(screen.queryByText('{"strange":1}')).toBeNull()
  })
})
