import { z } from 'zod'
import { downloadLimits } from '../../outgoing'
import { MessengerRefused } from '../messenger-error'
import { type Opened, openFile } from '../receive-file'
import type { GraphApi } from './api'

const Place = z.object({ url: z.string().max(4000) })

/** Opens a file a contact sent. The reference is Meta's id of it; the address behind it lives five minutes, so it is asked for each time. */
export function fetchFile(api: GraphApi, reference: string): Promise<Opened> {
  return openFile(async () => {
    const { url } = await api.call(Place, { method: 'GET', path: `/${reference}` }).catch(unknownFile)
    return api.download(url, downloadLimits)
  })
}

/** An id Meta does not know any more is refused as a wrong parameter. */
function unknownFile(error: unknown): never {
  if (error instanceof MessengerRefused && error.reason === 'refused')
    throw new MessengerRefused('not_found', error.words, null, error.code)
  throw error
}
