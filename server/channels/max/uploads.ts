import { z } from 'zod'
import type { Attachment } from '#protocol/attachment'
import type { Random } from '../../platform'
import type { SendableFile } from '../channel'
import { multipartBody } from '../http-body'
import { MessengerUnreachable } from '../messenger-error'
import type { MaxApi } from './api'
import { type Uploaded, type UploadType, uploadTypeOf } from './outbound'
import { hasReason } from './refusals'

/** Where one file goes; of sounds and videos also the token they will be known by. */
const Place = z.object({ url: z.string(), token: z.string().optional() })
/** What the other types answer; pictures under keys of their own. */
const Taken = z.object({
  token: z.string().optional(),
  photos: z.record(z.string(), z.object({ token: z.string() })).optional(),
})

/** Two steps: an address is asked for, the bytes go there. Nothing has reached the person by that, so whatever fails may be repeated. */
export async function upload(api: MaxApi, file: Attachment, stored: SendableFile, random: Random): Promise<Uploaded> {
  const type = uploadTypeOf(file)
  try {
    return await uploadAs(type, api, file, stored, random)
  } catch (error) {
    // A format MAX does not play still arrives as a file.
    if (type !== 'file' && hasReason(error, 'bad_media')) return await uploadAs('file', api, file, stored, random)
    throw error instanceof MessengerUnreachable ? new MessengerUnreachable(false, error.why) : error
  }
}

async function uploadAs(
  type: UploadType,
  api: MaxApi,
  { name, mediaType }: Attachment,
  { path, size }: SendableFile,
  random: Random,
): Promise<Uploaded> {
  const place = await api.call(Place, { method: 'POST', path: '/uploads', query: { type } })
  const body = multipartBody({}, { field: 'data', name, mediaType, path, size }, `pult-${random.uuid()}`)
  const said = await api.upload(place.url, body)
  const token = place.token ?? tokenIn(said)
  if (token === null) throw new MessengerUnreachable(false, 'an upload without a token')
  return { type, token }
}

/** Sounds and videos answer in XML, and are known by the token of the first step. */
function tokenIn(said: string): string | null {
  try {
    const { token, photos } = Taken.parse(JSON.parse(said))
    return token ?? Object.values(photos ?? {})[0]?.token ?? null
  } catch {
    return null
  }
}
