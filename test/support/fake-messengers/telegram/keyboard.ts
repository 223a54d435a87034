import { isRecord } from './params'
import { badRequest } from './refusals'

export interface FakeButton {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
}

function buttonOf(value: unknown): FakeButton {
  if (!isRecord(value) || typeof value.text !== 'string' || value.text === '')
    throw badRequest('can\'t parse inline keyboard button: field "text" must be of type String')
  const { text, callback_data: data, url } = value
  if (typeof url === 'string') {
    if (!URL.canParse(url)) throw badRequest(`inline keyboard button URL '${url}' is invalid: URL host is empty`)
    return { text: String(text), url }
  }
  if (typeof data !== 'string' || data === '' || Buffer.byteLength(data) > 64) throw badRequest('BUTTON_DATA_INVALID')
  return { text: String(text), callback_data: data }
}

/** An inline keyboard as the service takes it; null when the call has none. */
export function inlineKeyboard(markup: Record<string, unknown> | undefined): FakeButton[][] | null {
  if (markup === undefined) return null
  const rows = markup.inline_keyboard
  if (rows === undefined) return null
  if (!Array.isArray(rows)) throw badRequest('object expected as reply markup')
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest('object expected as reply markup')
    return row.map(buttonOf)
  })
}
