import { FetchFailed } from '../../attachments/ports'
import { downloadLimits } from '../../outgoing'
import { type Opened, openFile } from '../receive-file'
import type { TelegramApi } from './api'
import { downloadBytes } from './settings'

/** Opens a file a contact sent. The reference is Telegram's `file_id`; the link behind it lives an hour, so it is asked for each time. */
export function fetchFile(api: TelegramApi, reference: string): Promise<Opened> {
  return openFile(async () => {
    const { file_path: path } = await api.call((raw) => raw.getFile({ file_id: reference }))
    if (path === undefined) throw new FetchFailed('tooBig', false)
    return await api.download(path, { ...downloadLimits, maxBytes: downloadBytes })
  })
}
