import { z } from 'zod'
import { Attachment, fileLimits } from '#protocol/attachment'
import type { TestRunningHub } from './a-running-hub'

const Begun = z.object({ uploadId: z.string() })
const Progress = z.object({ attachment: Attachment.optional() })

/** A file an operator brings in over HTTP, piece by piece; not sent yet. */
export async function anUpload(hub: TestRunningHub, login: string, name: string, bytes: Buffer): Promise<Attachment> {
  const { token } = await hub.signIn(login, `${login}-browser`)
  const authorization = `Bearer ${token}`
  const body = { name, mediaType: '', size: bytes.length }
  const begun = await hub.post('/files/uploads', body, { authorization })
  const { uploadId } = Begun.parse(await begun.json())
  for (let offset = 0; ; offset += fileLimits.chunkBytes) {
    const headers = {
      authorization,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
    }
    const piece = new Uint8Array(bytes.subarray(offset, offset + fileLimits.chunkBytes))
    const sent = await fetch(`${hub.url}/files/uploads/${uploadId}`, { method: 'PATCH', headers, body: piece })
    const { attachment } = Progress.parse(await sent.json())
    if (attachment !== undefined) return attachment
  }
}
