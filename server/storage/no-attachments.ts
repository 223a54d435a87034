import type { Attachment } from '#protocol/attachment'
import { accepted, refused } from '#protocol/errors'
import { AttachmentId } from '#protocol/ids'
import type { AttachmentBook } from '../conversations/ports'

/** A hub that keeps no files: what contacts send is named and said not to have been received, uploads are refused. */
export const noAttachments = (newId: () => string): AttachmentBook => ({
  receive: async (_channelId, _place, attachments) =>
    attachments.map(
      ({ source: _source, ...known }): Attachment => ({
        ...known,
        id: AttachmentId.parse(newId()),
        state: { kind: 'failed', reason: 'notKept', canRetry: false },
      }),
    ),
  attach: async (_operatorId, _place, ids) =>
    ids.length === 0
      ? accepted([])
      : refused('FILE_NOT_RECEIVED', 'This hub keeps no files.', { field: 'attachments' }),
  settle: async () => undefined,
  retry: async () => undefined,
})
