import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { refusal } from '#protocol/errors'
import { defaultDistribution } from '#protocol/settings'
import { aScreen } from '#test/support/a-screen'
import { demoRehearsal } from '#test/support/demo-rehearsal'
import { FakeBridge } from '#test/support/fake-bridge'
import { Settings } from '../Settings'
import { RehearsalButton } from './RehearsalButton'

const settings = { ...defaultDistribution, conversationLimit: 3 }

async function rehearsal(prepare: (bridge: FakeBridge) => void = () => {}) {
  const bridge = new FakeBridge()
  prepare(bridge)
  const shown = await aScreen(bridge, <RehearsalButton draft={() => ({ settings })} />)
  const press = async (name: string) => {
    fireEvent.click(screen.getByRole('button', { name }))
    await shown.settle()
  }
  const asked = (kind: string) => bridge.inputs('query').filter((input) => JSON.stringify(input).includes(kind))
  await press('Проверить на прошлых днях')
  return { bridge, press, asked, ...shown }
}

describe('trying rules on the last days', () => {
  it('sends what is on the screen and not yet saved, for as many days as chosen', async () => {
    const { press, asked } = await rehearsal()
    fireEvent.click(screen.getByRole('radio', { name: '14 дней' }))
    await press('Проверить')
    expect(asked('rehearsal.start')).toMatchObject([
      { days: 14, draft: { settings: { conversationLimit: 3 }, schedule: null, groups: [], channels: [] } },
    ])
  })

  it('says of every figure what it was, what it would be and whether that is better', async () => {
    const { press } = await rehearsal()
    await press('Проверить')
    const figures = screen.getAllByRole('definition').map((figure) => figure.textContent?.replaceAll(/\s/g, ' '))
    expect(figures[0]).toBe('Было 14 с, Стало бы 6 с, лучше на 8 с')
    expect(figures.at(-1)).toBe('Было 43, Стало бы 58, хуже на 15')
  })

  it('has the figures of its charts in tables, and the names of those that would have gone elsewhere', async () => {
    const { press } = await rehearsal()
    await press('Проверить')
    const waits = screen.getByRole('table', { name: 'Сколько ждали оператора' })
    expect(within(waits).getByRole('row', { name: /не дождались/ }).textContent).toBe('не дождались72')
    const part = screen.getByRole('region', { name: '312 обращений достались бы другим' })
    expect(within(part).getAllByRole('row')).toHaveLength(demoRehearsal.elsewhere.list.length + 1)
  })

  it('shows how far it is, and ends it when it is stopped or closed', async () => {
    const { bridge, press, asked, platform, settle } = await rehearsal((one) => {
      one.rehearsal = { kind: 'running', done: 0.42 }
    })
    await press('Проверить')
    expect(screen.getByRole('progressbar', { name: 'Проверяем: 42%' })).toBeTruthy()
    await press('Остановить')
    expect([asked('rehearsal.cancel').length, screen.getByText('Проверка остановлена.')]).toMatchObject([1, {}])
    await press('Проверить снова')
    bridge.rehearsal = { kind: 'done', result: demoRehearsal }
    platform.pass(400)
    await settle()
    expect(screen.getByText(/845 обращений/)).toBeTruthy()
  })

  it('says that nothing would change, that nobody wrote, and why it could not be done', async () => {
    const { bridge, press } = await rehearsal((one) => {
      one.rehearsal = { kind: 'done', result: { ...demoRehearsal, isSame: true } }
    })
    await press('Проверить')
    expect(screen.getByText('Каждое обращение досталось бы тому же оператору в то же время.')).toBeTruthy()
    bridge.rehearsal = { kind: 'done', result: { ...demoRehearsal, inquiries: 0 } }
    await press('Проверить снова')
    expect(screen.getByText('За эти дни обращений не было')).toBeTruthy()
    bridge.rehearsal = { kind: 'failed', reason: 'tooMuch' }
    await press('Проверить снова')
    expect(screen.getByRole('alert').textContent).toContain('Выберите меньше дней')
    bridge.refuse('rehearsal.start', refusal('OVERLOADED', 'x'))
    await press('Проверить снова')
    expect(screen.getByRole('alert').textContent).toContain('проверяет правила кто-то другой')
  })
})

describe('trying a sheet of the settings', () => {
  it('is closed alone by Escape: the sheet beneath keeps what was typed', async () => {
    const shown = await aScreen(new FakeBridge(), <Settings />)
    shown.state.navigator.showSettings('groups')
    await shown.settle()
    fireEvent.click(screen.getByRole('button', { name: 'Возвраты' }))
    await shown.settle()
    fireEvent.change(screen.getByLabelText('Название'), { target: { value: 'Обмен' } })
    await shown.settle()
    fireEvent.click(screen.getByRole('button', { name: 'Проверить на прошлых днях' }))
    await shown.settle()
    fireEvent.keyDown(screen.getByRole('dialog', { name: 'Проверка на прошлых днях' }), { key: 'Escape' })
    await shown.settle()
    expect(screen.queryByRole('dialog', { name: 'Проверка на прошлых днях' })).toBeNull()
    expect(screen.getByDisplayValue('Обмен')).toBeTruthy()
    expect(screen.queryByText('Уйти без сохранения?')).toBeNull()
  })
})
