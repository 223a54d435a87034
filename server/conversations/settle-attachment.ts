import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { AttachmentId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { permitted } from './permitted'
import type { FetchResult, PlacedAttachment, Work } from './ports'

/** A received file has arrived, or will not: its message reads so from now on. */
export async function settleAttachment(work: Work, id: AttachmentId, result: FetchResult): Promise<void> {
  const placed = await work.attachments.settle(id, result)
  if (placed !== undefined) await show(work, placed)
}

/** Somebody who sees the message wants the file after all. */
export async function retryAttachment(
  work: Work,
  actor: Actor,
  { conversationId, attachmentId }: Command<'attachment.retry'>,
): Promise<Outcome<Record<string, never>>> {
  const found = await permitted(work, actor, 'see', conversationId)
  if (!found.ok) return found
  const placed = await work.attachments.retry(conversationId, attachmentId)
  if (placed === undefined) return refused('FILE_NOT_RECEIVED', 'The file cannot be fetched again.')
  await show(work, placed)
  return accepted({})
}

async function show(work: Work, { conversationId, seq, attachment }: PlacedAttachment): Promise<void> {
  const draft = await work.draft(conversationId)
  const entry = draft?.unsavedEntry(seq) ?? (await work.stream.entry(conversationId, seq))
  if (draft === undefined || entry?.kind !== 'message') return
  const attachments = entry.attachments.map((one) => (one.id === attachment.id ? attachment : one))
  draft.replaceEntry({ ...entry, attachments })
}
