import { isRecord } from './params'
import { badRequest } from './refusals'

export interface FakeButton {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
  /** Of a keyboard in place of the phone's own: a press shares the number. */
  readonly request_contact?: boolean
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

function keyOf(value: unknown): FakeButton {
  if (!isRecord(value) || typeof value.text !== 'string' || value.text === '')
    throw badRequest('can\'t parse keyboard button: field "text" must be of type String')
  if ('url' in value || 'callback_data' in value) throw badRequest('keyboard button of an unknown type')
  return { text: value.text, request_contact: value.request_contact === true }
}

/** A keyboard as the service takes it, under the message or in place of the phone's own; null when the call has none. */
export function keyboardIn(markup: Record<string, unknown> | undefined): FakeButton[][] | null {
  if (markup === undefined) return null
  const isInline = markup.inline_keyboard !== undefined
  const rows = markup.inline_keyboard ?? markup.keyboard
  if (rows === undefined) return null
  if (isInline && markup.keyboard !== undefined) throw badRequest('object expected as reply markup')
  if (!Array.isArray(rows)) throw badRequest('object expected as reply markup')
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest('object expected as reply markup')
    return row.map(isInline ? buttonOf : keyOf)
  })
}
