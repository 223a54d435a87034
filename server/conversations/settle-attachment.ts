import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import type { AttachmentId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { permitted } from './permitted'
import { type FetchResult, type PlacedAttachment, pictureSeq, type Work } from './ports'
import { tellContact } from './tell-contact'

/** A received file has arrived, or will not: its message reads so from now on. */
export async function settleAttachment(work: Work, id: AttachmentId, result: FetchResult): Promise<void> {
  const placed = await work.attachments.settle(id, result)
  if (placed === undefined) return
  if (placed.seq === pictureSeq) await showPicture(work, placed)
  else await show(work, placed)
}

/** A contact's picture stands on every conversation of his. One that could not be fetched, or has not changed, leaves no trace. */
async function showPicture(work: Work, { conversationId, attachment }: PlacedAttachment): Promise<void> {
  const draft = await work.draft(conversationId)
  const contact = draft && (await work.contacts.byId(draft.row.contactId))
  const before = contact?.picture ?? null
  const isPicture = attachment.state.kind === 'stored' && attachment.kind === 'picture'
  const isNews = isPicture && (before === null || !(await work.attachments.haveSameBytes(before, attachment.id)))
  if (contact === undefined || !isNews) return await work.attachments.drop(attachment.id)
  await work.contacts.setPicture(contact.id, attachment.id)
  for (const { row } of await work.conversations.ofContact(contact.id))
    (await work.draft(row.id))?.change({ contactPicture: attachment.id })
  await tellContact(work, contact.id)
  if (before !== null) await work.attachments.drop(before)
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
