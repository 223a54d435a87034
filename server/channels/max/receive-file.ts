import { z } from 'zod'
import { downloadLimits } from '../../outgoing'
import { MessengerRefused } from '../messenger-error'
import { type Opened, openFile } from '../receive-file'
import type { MaxApi } from './api'
import { videoOf } from './media'

const Video = z.object({ urls: z.record(z.string(), z.string().nullish()).nullish() })

/** What an operator looks at in the stream; the best first that is not needlessly big. */
const qualities = ['mp4_720', 'mp4_480', 'mp4_1080', 'mp4_360', 'mp4_240', 'mp4_144'] as const

async function addressOf(api: MaxApi, reference: string): Promise<string> {
  const video = videoOf(reference)
  if (video === null) return reference
  const { urls } = await api.call(Video, { method: 'GET', path: `/videos/${video.token}` })
  const found = qualities.map((quality) => urls?.[quality]).find((url) => typeof url === 'string')
  const address = found ?? video.url
  if (address === null) throw new MessengerRefused('not_found', 'no file of this video')
  return address
}

/** Opens a file a contact sent: by its link, a video by its token. */
export const fetchFile = (api: MaxApi, reference: string): Promise<Opened> =>
  openFile(async () => api.download(await addressOf(api, reference), downloadLimits))
