import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { BotId } from '#protocol/ids'
import { aSettingsPage } from '#test/support/a-settings-page'
import { everybodyId, operatorId } from '#test/support/demo-people'
import { demoReturns, demoRules } from '#test/support/demo-rules'
import type { FakeBridge } from '#test/support/fake-bridge'

const outcome = () => screen.getByRole('region', { name: 'Что произойдёт' }).textContent
const side = (name: string) => within(screen.getByRole('radiogroup', { name }))

async function aChannel(prepare?: (bridge: FakeBridge) => void) {
  const shown = await aSettingsPage('receivers', {}, prepare)
  await shown.press('Сайт «Север Дом»')
  const chooseIn = async (name: string, option: RegExp) => {
    fireEvent.click(side(name).getByRole('radio', { name: option }))
    await shown.settle()
  }
  return { ...shown, chooseIn }
}

/** The first channel of the demo as somebody has set it. */
const withRules = (change: Partial<(typeof demoRules)['channels'][number]['rules']>, version = 3) => ({
  ...demoRules,
  channels: demoRules.channels.map((channel, place) =>
    place === 0 ? { ...channel, version, rules: { ...channel.rules, ...change } } : channel,
  ),
})

describe('who receives', () => {
  it('is told channel by channel, with how many could answer now', async () => {
    await aSettingsPage('receivers')
    expect(screen.getAllByRole('row').map((row) => row.textContent)).toEqual([
      'КаналВ рабочее времяВне рабочего времениСейчас',
      'Сайт «Север Дом»Группа «Все операторы»Ждут открытия2 в сети',
      'Север ДомГруппа «Все операторы»Ждут открытия2 в сети',
    ])
  })

  it('is a group inside working hours and somebody on duty outside, saved with the version of the channel', async () => {
    const { pick, press, chooseIn, commands } = await aChannel()
    expect(outcome()).toBe(
      'В рабочее время обращения получает группа «Все операторы». В остальное время они ждут открытия.',
    )
    await pick('Какая группа', 'Возвраты')
    await chooseIn('Вне рабочего времени', /^Оператор/)
    await press('Сохранить')
    expect([screen.getByText('Выберите, кто получает.').tagName, commands('channel.distribute')]).toEqual(['SPAN', []])
    await pick('Какой оператор', 'Олег Зорин')
    await chooseIn('Приоритет в очереди', /^Высокий/)
    expect(outcome()).toBe(
      'В рабочее время обращения получает группа «Возвраты». В остальное время — Олег Зорин. В очереди — впереди обычных.',
    )
    await press('Сохранить')
    expect(commands('channel.distribute')).toEqual([
      {
        kind: 'channel.distribute',
        channelId: 'ch-web',
        version: 3,
        rules: {
          receiver: { kind: 'group', groupId: 'g-returns' },
          outside: { kind: 'operator', operatorId: 'o-oleg' },
          onlyInHours: true,
          pool: null,
          priority: 'high',
        },
      },
    ])
  })

  it('is the same day and night where working hours do not count; what is outside them cannot be used and says why', async () => {
    const { press, commands } = await aChannel()
    fireEvent.click(screen.getByRole('switch', { name: 'Распределять только в рабочее время' }))
    expect([
      outcome(),
      screen.getByText(/вне рабочего времени ничего не меняется/).tagName,
      side('Вне рабочего времени')
        .getAllByRole('radio')
        .every((one) => one.getAttribute('aria-disabled') === 'true'),
    ]).toEqual(['Днём и ночью обращения получает группа «Все операторы».', 'P', true])
    await press('Сохранить')
    expect(commands('channel.distribute')).toMatchObject([{ rules: { onlyInHours: false } }])
  })

  it('is not asked for outside working hours where they do not count, even if half chosen', async () => {
    const { press, chooseIn, commands } = await aChannel()
    await chooseIn('Вне рабочего времени', /^Оператор/)
    fireEvent.click(screen.getByRole('switch', { name: 'Распределять только в рабочее время' }))
    await press('Сохранить')
    expect(commands('channel.distribute')).toMatchObject([
      { rules: { onlyInHours: false, outside: { kind: 'nobody' } } },
    ])
  })

  it('is no bot while there is none, and the choice says when there will be one', async () => {
    await aChannel()
    const bots = screen.getAllByRole('radio', { name: /^Бот/ })
    expect(bots.map((bot) => bot.getAttribute('aria-disabled'))).toEqual(['true', 'true'])
    expect(screen.getAllByText(/Ботов пока нет/)).toHaveLength(2)
  })

  it('beside a bot is its reserve', async () => {
    const receiver = {
      kind: 'bot' as const,
      botId: BotId.parse('b-1'),
      reserve: { kind: 'group' as const, groupId: everybodyId },
    }
    const { pick, press, commands } = await aChannel((bridge) => {
      bridge.rules = withRules({ receiver })
    })
    expect(outcome()).toContain('обращения получает бот, в резерве Все операторы.')
    await pick('Резерв', 'Дарья Кузнецова-Белозёрская')
    await press('Сохранить')
    expect(commands('channel.distribute')).toMatchObject([
      { rules: { receiver: { ...receiver, reserve: { kind: 'operator', operatorId: 'o-darya' } } } },
    ])
  })

  it('is narrowed to those chosen, at least one, and warns when none of them receives', async () => {
    const { pick, press, tick, chooseIn, commands } = await aChannel()
    await pick('Какая группа', 'Возвраты')
    await chooseIn('Состав канала', /^Только выбранные/)
    await press('Сохранить')
    expect([screen.getByText(/Выберите хотя бы одного/).tagName, commands('channel.distribute')]).toEqual(['SPAN', []])
    await tick('Олег Зорин')
    expect(screen.getByText(/Никого из состава нет среди получателей/)).toBeTruthy()
    await tick('Иван Мельник')
    expect([screen.queryByText(/Никого из состава/), outcome()]).toEqual([
      null,
      expect.stringContaining('Из получателей годится 1 оператор состава.'),
    ])
    await press('Сохранить')
    expect(commands('channel.distribute')).toMatchObject([{ rules: { pool: ['o-oleg', 'o-ivan'] } }])
  })

  it('changed by another administrator meanwhile shows both values, and overwrites only when told', async () => {
    const { bridge, press, chooseIn, commands } = await aChannel((one) =>
      one.refuse('channel.distribute', refusal('CONFLICT', 'changed')),
    )
    await chooseIn('Приоритет в очереди', /^Высокий/)
    const outside = { kind: 'group' as const, groupId: demoReturns.id }
    bridge.rules = withRules({ outside, pool: [operatorId('ivan')] }, 8)
    await press('Сохранить')
    const cells = (name: string) => screen.getByRole('cell', { name }).closest('tr')?.textContent
    expect([cells('Вне рабочего времени'), cells('Состав канала'), cells('Приоритет в очереди')]).toEqual([
      'Вне рабочего времениЖдут открытияГруппа «Возвраты»',
      'Состав каналаВсе операторы получателяИван Мельник',
      'Приоритет в очередиВысокийОбычный',
    ])
    bridge.refuse('channel.distribute', null)
    await press('Сохранить мои')
    expect(commands('channel.distribute').at(-1)).toMatchObject({
      version: 8,
      rules: { outside: { kind: 'nobody' }, pool: null, priority: 'high' },
    })
  })

  it('is asked about from the channel, which names the receiver and whose hours count', async () => {
    const { press, settle } = await aSettingsPage('channels')
    fireEvent.click(within(screen.getByRole('article', { name: 'Сайт «Север Дом»' })).getByText('Настроить'))
    await settle()
    await press('Кто отвечает')
    expect(screen.getByText(/Кто получает обращения: Группа «Все операторы»/)).toBeTruthy()
    expect(screen.getByText(/Рабочее время компании действует для всех каналов/)).toBeTruthy()
    await press('Изменить получателя')
    expect(screen.getByRole('dialog', { name: 'Сайт «Север Дом»' })).toBeTruthy()
  })

  it('waits for channels where there are none', async () => {
    const { press } = await aSettingsPage('receivers', {}, (bridge) => {
      bridge.rules = { ...demoRules, channels: [] }
    })
    await press('К каналам')
    expect(screen.getByRole('heading', { level: 2, name: 'Каналы' })).toBeTruthy()
  })

  it('says where there are no working hours, and leads to them', async () => {
    const { press } = await aChannel((bridge) => {
      bridge.rules = { ...demoRules, schedule: { version: 0, value: null } }
    })
    expect(screen.getByText(/Рабочее время не задано, поэтому сейчас канал открыт всегда/)).toBeTruthy()
    await press('Задать рабочее время')
    expect(screen.getByRole('heading', { level: 2, name: 'Рабочее время' })).toBeTruthy()
  })
})
