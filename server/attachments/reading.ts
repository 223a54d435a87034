import type { Attachment } from '#protocol/attachment'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { AttachmentId } from '#protocol/ids'
import { canSee } from '#protocol/permissions'
import type { FileStore } from './file-store'
import type { AttachmentStore, FileReader, StoredAttachment } from './ports'

export interface ReadableFile {
  readonly attachment: Attachment
  readonly hash: string
  readonly size: number
}

/**
 * A file for whoever asks: by the same `canSee` as its conversation; before it is sent, only for who uploaded it. Faces of operators
 * are for all colleagues, and for the visitors they have answered. What one may not see is answered like what does not exist.
 */
export async function openForReading(
  store: AttachmentStore,
  files: FileStore,
  reader: FileReader,
  id: AttachmentId,
): Promise<Outcome<ReadableFile>> {
  const stored = await store.find(id)
  if (stored === undefined || !(await mayRead(store, reader, stored))) return refused('NOT_FOUND', 'no such file')
  const { attachment, hash } = stored
  if (attachment.state.kind !== 'stored' || hash === null || attachment.size === null)
    return refused('FILE_NOT_RECEIVED', 'the file is not here', { facts: { state: attachment.state.kind } })
  if (!(await files.has(hash))) return refused('FILE_NOT_RECEIVED', 'the file is lost')
  return accepted({ attachment, hash, size: attachment.size })
}

async function mayRead(store: AttachmentStore, reader: FileReader, stored: StoredAttachment): Promise<boolean> {
  const { owner, conversationId } = stored
  // Given for what is being sent; nothing else leaves by an address.
  if (reader.kind === 'link') return conversationId !== null
  if (conversationId === null) {
    const { id } = stored.attachment
    if (reader.kind === 'operator')
      return (owner.kind === 'operator' && owner.id === reader.actor.id) || store.isFace(id)
    if (owner.kind === 'operator') return store.hasMet(reader.channelId, reader.id, id)
    return owner.kind === 'visitor' && owner.id === reader.id && owner.channelId === reader.channelId
  }
  const conversation = await store.conversation(conversationId)
  if (conversation === undefined) return false
  if (reader.kind === 'operator') return canSee(reader.actor, conversation.parts)
  return conversation.channelId === reader.channelId && conversation.externalChat === reader.id
}
