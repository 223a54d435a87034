import type { Command } from '#protocol/commands'
import type { ConversationRow } from '#protocol/conversation'
import { accepted, type Outcome } from '#protocol/errors'
import type { OperatorId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { changeAssignee } from './change-assignee'
import type { ConversationDraft } from './draft'
import { permitted } from './permitted'
import { roomFor } from './place'
import type { Work } from './ports'

/** Begins the next inquiry of a closed conversation. It has no assignee yet; its parts stay. */
export async function beginInquiry(
  work: Work,
  draft: ConversationDraft,
  openedBy: ConversationRow['openedBy'],
  by: OperatorId | null,
): Promise<void> {
  const { facts } = draft
  const { row } = facts
  const inquiry = await work.inquiries.open(row.id, work.now, openedBy, null)
  await work.contacts.countInquiry(row.contactId)
  draft.change({
    isOpen: true,
    inquiry,
    openedAt: work.now,
    openedBy,
    closedAt: null,
    priority: work.people.channel(row.channelId)?.rules.priority ?? 'normal',
    assignee: null,
    assignedAt: null,
    groupId: null,
    waitingSince: null,
    unansweredSince: null,
    isAnswered: false,
    contactMessagesBefore: row.contactMessages,
    assignVersion: row.assignVersion + 1,
  })
  draft.hide({
    returnsTo: openedBy === 'contact' ? facts.lastHumanAssignee : null,
    releasedBy: null,
    ofGroup: null,
    answerBy: null,
    lapsed: [],
  })
  draft.addSystem(work.now, { kind: 'reopened', inquiry, by, from: row.assignee })
}

/** An operator reopens a conversation: from then on it is his. */
export async function reopen(
  work: Work,
  actor: Actor,
  { conversationId }: Command<'conversation.reopen'>,
): Promise<Outcome<Record<never, never>>> {
  const found = await permitted(work, actor, 'reopen', conversationId)
  if (!found.ok) return found
  const draft = found.value
  if (draft.row.isOpen) return accepted({})
  const room = roomFor(work, actor, actor.id)
  if (!room.ok) return room
  await beginInquiry(work, draft, 'operator', actor.id)
  const changed = changeAssignee(work, draft, {
    to: { kind: 'operator', id: actor.id },
    cause: 'started',
    by: actor.id,
    groupId: null,
    decisionId: null,
    aboveLimit: room.value.aboveLimit,
    given: null,
    seen: draft.row.assignVersion,
  })
  return changed.ok ? accepted({}) : changed
}
