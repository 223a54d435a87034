import { assertNever, type ChannelId, ContactId, type ConversationId, type OperatorId } from '#protocol/ids'
import { changeAssignee } from '../conversations/change-assignee'
import type { ConversationFacts } from '../conversations/facts'
import { restMs } from '../distribution/reassign'
import { assign, open, prefer, reply, shut, speak } from './acts'
import { type Assigned, isByEngine, type OfConversation, type Opening } from './history'
import type { MemoryWork } from './memory-work'
import type { RehearsedCompany } from './rehearsed-company'

/** Brings the conversations that were open when the days began to where they stood, each step as history has it. */
export async function prologue(company: RehearsedCompany, opening: Opening): Promise<void> {
  for (const [id, { channelId, operatorId }] of opening.lastAssignees)
    company.rows.save(closedOnce(id, channelId, operatorId))
  for (const happening of opening.before) {
    await company.goOn(happening.at)
    await company.write((work) => relive(work, happening, opening))
  }
  company.assignedLast(opening.lastAssigned)
  company.takeTurns(opening.turns)
}

async function relive(work: MemoryWork, happening: OfConversation, opening: Opening): Promise<void> {
  const { conversationId } = happening
  switch (happening.kind) {
    case 'spoke':
      return await speak(work, conversationId, happening.channelId)
    case 'replied':
      return void (await reply(work, conversationId))
    case 'closed':
      return happening.by === null ? undefined : await shut(work, conversationId, happening.by)
    case 'reopened':
      return await open(work, happening)
    case 'prioritized':
      return await prefer(work, happening)
    case 'assigned':
      if (happening.event.cause === 'started') return
      return isByEngine(happening.event)
        ? await give(work, conversationId, happening.event, opening)
        : await assign(work, conversationId, happening.event)
    case 'waited': {
      const draft = await work.draft(conversationId)
      if (draft?.row.assignee != null) draft.change({ waitingSince: work.now })
      return
    }
    default:
      return assertNever(happening)
  }
}

/** What the engine of then gave, with what it said besides. */
async function give(work: MemoryWork, id: ConversationId, event: Assigned, opening: Opening): Promise<void> {
  const draft = await work.draft(id)
  if (draft === undefined) return
  const decisions = event.decisionId === null ? undefined : opening.decided.get(event.decisionId)
  const decision = decisions?.find((one) => one.kind === 'assign' && one.conversationId === id)
  const given =
    decision?.kind === 'assign'
      ? { groupId: decision.groupId, answerBy: decision.answerBy, lapsed: decision.lapsed }
      : null
  const { to, cause } = event
  changeAssignee(work, draft, {
    ...{ to, cause, by: null, groupId: draft.row.groupId, decisionId: event.decisionId, aboveLimit: false },
    ...{ given, seen: draft.row.assignVersion },
  })
  if (to === null) draft.hide({ restsUntil: work.now + restMs })
}

const contact = ContactId.parse('somebody')

/** A conversation of which only matters that it is closed and who had it. */
const closedOnce = (id: ConversationId, channelId: ChannelId, operatorId: OperatorId): ConversationFacts => ({
  row: {
    id,
    channelId,
    contactId: contact,
    contactName: '',
    contactPicture: null,
    isGroup: false,
    place: null,
    isOpen: false,
    priority: 'normal',
    inquiry: 1,
    openedAt: 0,
    openedBy: 'contact',
    closedAt: 0,
    assignee: { kind: 'operator', id: operatorId },
    assignedAt: 0,
    groupId: null,
    coAssignees: [],
    observers: [],
    waitingSince: null,
    unansweredSince: null,
    isAnswered: false,
    lastActivityAt: 0,
    lastMessage: null,
    contactMessages: 0,
    contactMessagesBefore: 0,
    isBlocked: false,
    repliesUntil: null,
    seq: 0,
    position: 0,
    version: 1,
    assignVersion: 0,
  },
  externalChat: id,
  lastHumanAssignee: operatorId,
  returnsTo: null,
  releasedBy: null,
  moves: [],
  restsUntil: null,
  ofGroup: null,
  answerBy: null,
  lapsed: [],
})
