import type { FastifyInstance } from 'fastify'
import { refusal } from '#protocol/errors'
import type { Attachments } from '../attachments/attachments'
import { isActive } from '../attachments/file-type'
import type { PublicLinks } from '../attachments/public-links'
import { sendRefusal } from './http-refusal'
import { sendFile } from './send-file'

export interface MediaPorts {
  readonly attachments: Pick<Attachments, 'files' | 'read'>
  readonly links: PublicLinks
}

interface Place {
  readonly signed: string
  readonly last: string
}

/**
 * `/media/{signed}/{file.ext}`: files that messengers fetch by themselves. What is forged, over or not there is answered alike. A
 * browser that comes here finds nothing it would run.
 */
export function mountMedia(app: FastifyInstance, { attachments, links }: MediaPorts): void {
  app.get<{ Params: Place }>('/media/:signed/:last', async (request, reply) => {
    const { signed, last } = request.params
    void reply.header('x-robots-tag', 'noindex').header('cache-control', 'no-store')
    const id = links.read(signed, last)
    const found = id === null ? null : await attachments.read({ kind: 'link' }, id)
    if (found === null || !found.ok) return sendRefusal(reply, refusal('NOT_FOUND', 'no such file'))
    const { mediaType } = found.value.attachment
    const type = isActive(mediaType) ? 'application/octet-stream' : mediaType
    const sent = { file: found.value, mediaType: type, cacheControl: 'private, max-age=3600' }
    return sendFile(request, reply, sent, attachments.files)
  })
}
