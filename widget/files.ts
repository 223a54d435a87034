import type { Attachment } from '#protocol/attachment'
import { isAttachment, isRecord } from './checks'

/** What the hub says to a piece of a file; null = no answer came. */
export type DoorAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: string; readonly retryAfterMs: number | null }
  | null

export interface Progress {
  readonly offset: number
  /** With the last piece. */
  readonly attachment: Attachment | null
}

/** A file as a page has it. */
export interface PageFile {
  readonly name: string
  readonly type: string
  readonly size: number
  slice(from: number, to: number): Blob
}

/** The hub's door for files: resumable uploads, and stored files of one's own conversation. */
export interface FileDoor {
  begin(file: PageFile): Promise<DoorAnswer<{ readonly uploadId: string }>>
  offset(uploadId: string): Promise<DoorAnswer<{ readonly offset: number }>>
  append(uploadId: string, offset: number, bytes: Blob): Promise<DoorAnswer<Progress>>
  read(id: string): Promise<Blob | null>
}

export interface HttpDoorOptions {
  readonly hub: string
  /** The visitor's token; null before the hub has given one. */
  readonly token: () => string | null
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** The door over HTTP. */
export function httpDoor({ hub, token, fetch }: HttpDoorOptions): FileDoor {
  const call = async (path: string, init: RequestInit, headers: Record<string, string> = {}) => {
    const visitor = token()
    if (visitor === null) return null
    const request = { ...init, headers: { ...headers, authorization: `Visitor ${visitor}` } }
    return fetch(`${hub}/files/${path}`, request).catch(() => null)
  }
  return {
    begin: async ({ name, type, size }) => {
      const body = JSON.stringify({ name: name.slice(0, 255) || 'file', mediaType: type.slice(0, 127), size })
      const response = await call('uploads', { method: 'POST', body }, { 'content-type': 'application/json' })
      return answerOf(response, (value) => (typeof value.uploadId === 'string' ? { uploadId: value.uploadId } : null))
    },
    offset: async (uploadId) => {
      const response = await call(`uploads/${uploadId}`, { method: 'HEAD' })
      const offset = Number(response?.headers.get('upload-offset') ?? Number.NaN)
      if (response?.status === 404) return { ok: false, code: 'UPLOAD_UNKNOWN', retryAfterMs: null }
      return response?.ok === true && Number.isSafeInteger(offset) ? { ok: true, value: { offset } } : null
    },
    append: async (uploadId, from, bytes) => {
      const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(from) }
      const response = await call(`uploads/${uploadId}`, { method: 'PATCH', body: bytes }, headers)
      return answerOf(response, ({ offset, attachment }) =>
        typeof offset === 'number' ? { offset, attachment: isAttachment(attachment) ? attachment : null } : null,
      )
    },
    read: async (id) => {
      const response = await call(id, {})
      return response?.ok === true ? response.blob().catch(() => null) : null
    },
  }
}

async function answerOf<Value>(
  response: Response | null,
  read: (value: Record<string, unknown>) => Value | null,
): Promise<DoorAnswer<Value>> {
  const body: unknown = await response?.json().catch(() => null)
  if (!isRecord(body)) return null
  if (response?.ok === true) {
    const value = read(body)
    return value === null ? null : { ok: true, value }
  }
  const { code, retryAfterMs } = body
  if (typeof code !== 'string') return null
  return { ok: false, code, retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null }
}
