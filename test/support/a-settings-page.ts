import { fireEvent, screen } from '@testing-library/react'
import { createElement } from 'react'
import { Settings } from '../../renderer/settings/Settings'
import type { SettingsPage } from '../../renderer/state/navigation'
import { aScreen } from './a-screen'
import { FakeBridge, type FakeBridgeOptions } from './fake-bridge'

/** A page of the settings as an administrator opens it, with his hands. */
export async function aSettingsPage(
  page: SettingsPage,
  options: FakeBridgeOptions = {},
  prepare?: (bridge: FakeBridge) => void,
) {
  const bridge = new FakeBridge(options)
  prepare?.(bridge)
  const shown = await aScreen(bridge, createElement(Settings))
  shown.state.navigator.showSettings(page)
  await shown.settle()
  const write = (label: string | RegExp, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } })
  const press = async (name: string | RegExp) => {
    fireEvent.click(screen.getByRole('button', { name }))
    await shown.settle()
  }
  const choose = async (name: string | RegExp) => {
    fireEvent.click(screen.getByRole('radio', { name }))
    await shown.settle()
  }
  // The box that is seen hands its click on to the input beside it.
  const tick = async (name: string | RegExp) => {
    const input = screen.getByRole('checkbox', { name }).parentElement?.querySelector('input')
    fireEvent.click(input ?? document.body)
    await shown.settle()
  }
  /** One of a list that opens at its field. */
  const pick = async (field: string | RegExp, name: string | RegExp) => {
    fireEvent.click(screen.getByRole('combobox', { name: field }))
    await shown.settle()
    const option = screen.getByRole('option', { name })
    fireEvent.pointerDown(option)
    fireEvent.click(option, { detail: 1 })
    await shown.settle()
  }
  const commands = (kind: string) => bridge.inputs('command').filter((input) => JSON.stringify(input).includes(kind))
  return { bridge, write, press, choose, tick, pick, commands, ...shown }
}
