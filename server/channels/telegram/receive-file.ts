import { FetchFailed } from '../../attachments/ports'
import { downloadLimits } from '../../outgoing'
import { type Opened, openFile } from '../receive-file'
import type { TelegramApi } from './api'
import { pictureReference } from './inbound'
import { downloadBytes } from './settings'

/** Opens a file a contact sent. The reference is Telegram's `file_id`; the link behind it lives an hour, so it is asked for each time. */
export function fetchFile(api: TelegramApi, reference: string): Promise<Opened> {
  return openFile(async () => {
    const isPicture = reference.startsWith(pictureReference)
    const fileId = isPicture ? await pictureOf(api, reference.slice(pictureReference.length)) : reference
    const { file_path: path } = await api.call((raw) => raw.getFile({ file_id: fileId }))
    if (path === undefined) throw new FetchFailed('tooBig', false)
    return await api.download(path, { ...downloadLimits, maxBytes: downloadBytes })
  })
}

/** Wide enough for every place a face is drawn in. */
const pictureWidth = 160

/** The newest profile photo of a person, in the smallest size that will do. */
async function pictureOf(api: TelegramApi, userId: string): Promise<string> {
  const { photos } = await api.call((raw) => raw.getUserProfilePhotos({ user_id: Number(userId), limit: 1 }))
  const sizes = photos[0]?.toSorted((a, b) => a.width - b.width) ?? []
  const fit = sizes.find(({ width }) => width >= pictureWidth) ?? sizes.at(-1)
  if (fit === undefined) throw new FetchFailed('notFound', false)
  return fit.file_id
}
