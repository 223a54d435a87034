import { join } from 'node:path'
import type { AttachmentId } from '#protocol/ids'
import { Attachments } from './attachments/attachments'
import type { DownloadFaults } from './attachments/downloads'
import { FetchFailed } from './attachments/ports'
import type { Channel } from './channels/channel'
import { settleAttachment } from './conversations/settle-attachment'
import type { Log } from './log'
import type { OpenHub } from './open-hub'
import type { Clock, Random, Timers } from './platform'
import { SqlAttachmentStore } from './storage/attachment-store'

export interface HubFilesOptions {
  readonly open: OpenHub
  readonly dataDir: string
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly log: Log
  readonly channel: (id: Channel['id']) => Channel | undefined
  readonly faults?: DownloadFaults
}

/** Files of messages, wired: bytes in the data folder, rows in the store, what contacts send through their channel. */
export function openFiles({ open, dataDir, clock, log, channel, ...rest }: HubFilesOptions): Attachments {
  const attachments = new Attachments({
    ...{ ...rest, clock, folder: join(dataDir, 'files') },
    store: new SqlAttachmentStore(open.reader, open.writer, () => clock.now()),
    fetch: async (channelId, reference) => {
      const found = channel(channelId)
      if (found === undefined) throw new FetchFailed('disconnected', true)
      return found.fetch(reference)
    },
    record: (id, result) => open.hub.write((work) => settleAttachment(work, id, result)),
    onError: (id: AttachmentId | null, error) => log.error('file.failed', { attachmentId: id }, error),
  })
  open.filesAwaited.subscribe(() => attachments.wake())
  return attachments
}
