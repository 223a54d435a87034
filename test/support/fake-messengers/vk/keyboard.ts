import type { FakeButton } from './community'
import { botFeatures, wrongKeyboard } from './refusals'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function buttonOf(value: unknown): FakeButton {
  const action = isRecord(value) ? value.action : undefined
  if (!isRecord(action) || typeof action.label !== 'string') throw wrongKeyboard()
  const { label, type, payload, link } = action
  if (label === '' || label.length > 40) throw wrongKeyboard()
  if (type === 'open_link') {
    if (typeof link !== 'string' || !URL.canParse(link)) throw wrongKeyboard()
    return { label, payload: null, link }
  }
  if (type !== 'callback' && type !== 'text') throw wrongKeyboard()
  if (typeof payload !== 'string' || payload.length > 255 || !isRecord(parsed(payload))) throw wrongKeyboard()
  return { label, payload, link: null }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A keyboard as the service takes it (channels.md section 4.3). */
export function keyboardOf(text: string | undefined, areBotFeaturesOn: boolean) {
  if (text === undefined) return { buttons: [], isInline: false }
  const keyboard = parsed(text)
  if (!isRecord(keyboard) || !Array.isArray(keyboard.buttons)) throw wrongKeyboard()
  if (!areBotFeaturesOn) throw botFeatures()
  const isInline = keyboard.inline === true
  const rows: readonly unknown[] = keyboard.buttons
  const buttons = rows.map((row) => (Array.isArray(row) ? row.map(buttonOf) : []))
  const count = buttons.flat().length
  const width = (row: readonly FakeButton[]) => row.reduce((sum, { link }) => sum + (link === null ? 1 : 2), 0)
  if (buttons.some((row) => row.length === 0 || width(row) > 5)) throw wrongKeyboard()
  if (isInline ? buttons.length > 6 || count > 10 : buttons.length > 10) throw wrongKeyboard()
  return { buttons, isInline }
}
