import type { FakeReply } from './http'

const mark = '\u2063wide:'
const marked = new RegExp(`"${mark}(-?\\d+)"`, 'g')

/** JSON with bigint written as the number it is, as messengers with 64-bit ids do. */
export const wideText = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `${mark}${one}` : one)).replaceAll(
    marked,
    '$1',
  )

export const wideJson = (status: number, body: unknown): FakeReply => ({
  kind: 'bytes',
  write: (response) => void response.writeHead(status, { 'content-type': 'application/json' }).end(wideText(body)),
})
