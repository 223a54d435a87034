import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aScreen } from '#test/support/a-screen'
import { conversationId } from '#test/support/demo-people'
import { FakeBridge } from '#test/support/fake-bridge'
import { useAction } from '../state/hooks'
import { signOf } from './action-signs'
import { KeysDialog } from './KeysDialog'
import { Palette } from './Palette'

const done: string[] = []

/** Found letters are marked, which splits the name: the text is looked at whole. */
const option = (text: string) => {
  const found = screen.getAllByRole('option').find((one) => one.textContent.includes(text))
  if (found === undefined) throw new Error(`no option ${text}`)
  return found
}

function Actions() {
  useAction({
    id: 'a',
    title: 'Передать оператору',
    group: 'conversation',
    keys: 'mod+shift+t',
    run: () => done.push('a'),
  })
  useAction({
    id: 'b',
    title: 'Закрыть',
    group: 'conversation',
    keys: 'mod+e',
    reason: 'Нет связи',
    run: () => done.push('b'),
  })
  return null
}

async function aPalette() {
  done.length = 0
  const bridge = new FakeBridge()
  const shown = await aScreen(
    bridge,
    <>
      <Actions />
      <Palette />
      <KeysDialog />
    </>,
  )
  act(() => shown.state.navigator.set({ isPaletteOpen: true }))
  await shown.settle()
  const type = async (text: string) => {
    fireEvent.change(screen.getByRole('combobox'), { target: { value: text } })
    await shown.settle()
  }
  return { bridge, type, ...shown }
}

describe('the palette', () => {
  it('finds an action by the beginning of its words and runs it', async () => {
    const { type, settle, state } = await aPalette()
    await type('опер')
    fireEvent.click(option('Передать оператору'))
    await settle()
    expect([done, state.navigator.store.getState().isPaletteOpen]).toEqual([['a'], false])
  })

  it('finds a conversation and opens it', async () => {
    const { type, settle, state } = await aPalette()
    await type('кольц')
    fireEvent.click(option('Марина Кольцова'))
    await settle()
    expect(state.navigator.store.getState().conversationId).toBe(conversationId('marina'))
  })

  it('shows commands only after >', async () => {
    const { type } = await aPalette()
    await type('>пер')
    expect(screen.getAllByRole('option')).toHaveLength(1)
  })

  it('dims what cannot be done now, says why and does not do it', async () => {
    const { type, settle } = await aPalette()
    await type('закр')
    fireEvent.click(option('ЗакрытьНет связи'))
    await settle()
    expect(done).toEqual([])
  })

  it('draws before each action the sign it has elsewhere', () => {
    const ids = ['conversation.transfer', 'conversation.close', 'conversation.note', 'conversation.link']
    expect(new Set(ids.map((id) => signOf({ id, group: 'conversation' }))).size).toBe(ids.length)
  })

  it('is not needed for what has a key', async () => {
    await aPalette()
    fireEvent.keyDown(document.body, { key: 't', code: 'KeyT', ctrlKey: true, shiftKey: true })
    fireEvent.keyDown(document.body, { key: 'e', code: 'KeyE', ctrlKey: true })
    expect(done).toEqual(['a'])
  })

  it('has a list of all keys that work here', async () => {
    const { state, settle } = await aPalette()
    act(() => state.navigator.set({ isPaletteOpen: false, areKeysOpen: true }))
    await settle()
    expect(screen.getByText('Передать оператору').closest('div')?.textContent).toBe('Передать операторуCtrlShiftT')
  })
})
