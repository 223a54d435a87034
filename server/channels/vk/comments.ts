import type { InboundEvent } from '../channel'
import { Comment, GoneComment } from './event'
import { contentOf } from './media'
import { saidEvents } from './messages'
import { type CommentAct, linkOf, type Page, threadsWith } from './pages'
import { ignored, senderOf, type Told, unreadable } from './told'

/** What happened under a page of the community. */
export function commentEvents(
  told: Told,
  { act, page }: { readonly act: CommentAct; readonly page: Page | null },
): readonly InboundEvent[] {
  const { base, object } = told
  if (page === null) return [unreadable(base, 'a comment of no page')]
  if (act === 'delete') {
    const gone = GoneComment.safeParse(object)
    return gone.success
      ? [{ ...base, kind: 'deleted', externalMessageId: String(gone.data.id), amongChats: threadsWith(page) }]
      : [unreadable(base, 'a deleted comment of unknown shape')]
  }
  const parsed = Comment.safeParse(object)
  if (!parsed.success) return [unreadable(base, 'a comment of unknown shape')]
  return [...writtenEvents(told, page, act, parsed.data)]
}

function writtenEvents(
  { base, groupId, profile }: Told,
  page: Page,
  act: Exclude<CommentAct, 'delete'>,
  comment: Comment,
): readonly InboundEvent[] {
  const { id, from_id: author, date, text, attachments, reply_to_comment: answered } = comment
  const externalMessageId = String(id)
  const restored: readonly InboundEvent[] =
    act === 'restore' ? [{ ...base, kind: 'restored', externalMessageId, amongChats: threadsWith(page) }] : []
  // Our own answers come back.
  if (author === -groupId) return restored.length > 0 ? restored : [ignored(base, 'a comment of our own')]
  const content = contentOf({ text, attachments, fwd_messages: [], geo: undefined })
  // VK does not say when it was edited.
  if (act === 'edit') return [{ ...base, kind: 'edited', externalMessageId, text: content.text, editedAt: date * 1000 }]
  const said = saidEvents(base, content, {
    ...{ externalMessageId, isGroup: false, sender: senderOf(author, profile), album: null, source: null },
    replyToExternalId: answered === undefined ? null : String(answered),
    providerAt: date * 1000,
    place: { kind: page.kind, title: null, link: linkOf(page, id) },
  })
  // One that was taken away before the channel was connected is new to us.
  return [...restored, ...said]
}
