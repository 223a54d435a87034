import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Attachments } from '../attachments/attachments'
import { isShownInline } from '../attachments/file-type'
import type { ReadableFile } from '../attachments/reading'
import { byteRange } from './byte-range'

interface Sent {
  readonly file: ReadableFile
  readonly mediaType: string
  readonly cacheControl: string
}

/** What a browser shows by itself is shown; all else is saved, under its own name (RFC 6266). */
function disposition(name: string, mediaType: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)
  return `${isShownInline(mediaType) ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${exact}`
}

/** The bytes of a stored file, or the part of them that is asked for. The content never changes under its address. */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { file: { attachment, hash, size }, mediaType, cacheControl }: Sent,
  files: Attachments['files'],
): FastifyReply {
  const etag = `"${hash.slice(0, 32)}"`
  void reply
    .header('cache-control', cacheControl)
    .header('etag', etag)
    .header('accept-ranges', 'bytes')
    .header('content-disposition', disposition(attachment.name, attachment.mediaType))
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cross-origin-resource-policy', 'same-origin')
    .type(mediaType)
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  const ifRange = request.headers['if-range']
  const range = ifRange === undefined || ifRange === etag ? byteRange(request.headers.range, size) : null
  if (range === 'outside') return reply.code(416).header('content-range', `bytes */${size}`).send()
  const { start, end } = range ?? { start: 0, end: size - 1 }
  if (range !== null) void reply.code(206).header('content-range', `bytes ${start}-${end}/${size}`)
  return reply.header('content-length', String(end - start + 1)).send(files.read(hash, start, end))
}
