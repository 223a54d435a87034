import { createReadStream } from 'node:fs'
import type { OutgoingBody } from '../outgoing'

const bytesOf = (text: string, type: string): OutgoingBody => {
  const bytes = Buffer.from(text)
  return { type, size: bytes.length, pieces: [bytes] }
}

export const jsonBody = (value: unknown): OutgoingBody => bytesOf(JSON.stringify(value), 'application/json')

export const formBody = (fields: Readonly<Record<string, string>>): OutgoingBody =>
  bytesOf(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded')

/** A file of the store as a field of a form. */
export interface FileField {
  readonly field: string
  readonly name: string
  readonly mediaType: string
  readonly path: string
  readonly size: number
}

/** Names stand in a header: no quotes, no line ends. */
const headerName = (name: string) => name.replaceAll(/["\\\r\n]/g, '_')

/** `boundary`: random letters that no file holds. The file is read while it is sent. */
export function multipartBody(
  fields: Readonly<Record<string, string>>,
  file: FileField,
  boundary: string,
): OutgoingBody {
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const opening = `--${boundary}\r\nContent-Disposition: form-data; name="${file.field}"; filename="${headerName(file.name)}"\r\nContent-Type: ${file.mediaType}\r\n\r\n`
  const head = Buffer.from(texts.join('') + opening)
  const foot = Buffer.from(`\r\n--${boundary}--\r\n`)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield head
    yield* createReadStream(file.path) as AsyncIterable<Uint8Array>
    yield foot
  }
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    size: head.length + file.size + foot.length,
    pieces: pieces(),
  }
}
