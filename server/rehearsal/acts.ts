import type { ChannelId, ConversationId, OperatorId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { changeAssignee } from '../conversations/change-assignee'
import { close } from '../conversations/close'
import { awaitsAnswer, listen } from '../conversations/contact-speaks'
import { prioritize } from '../conversations/prioritize'
import { release } from '../conversations/release'
import { reopen } from '../conversations/reopen'
import { answered } from '../conversations/send-reply'
import { take } from '../conversations/take'
import { transfer } from '../conversations/transfer'
import type { Assigned, Happening } from './history'
import type { MemoryWork } from './memory-work'

/** Whoever did it in history was let: rights are not judged again, nor whether he had room. */
const allowed = (id: OperatorId): Actor => ({
  id,
  role: 'administrator',
  canSupervise: true,
  mayExceedLimit: true,
  isActive: true,
})

/** A contact writes; a conversation that was not there is made under the id it has in history. */
export async function speak(work: MemoryWork, conversationId: ConversationId, channelId: ChannelId): Promise<void> {
  const known = await work.draft(conversationId)
  if (known === undefined) work.calls(conversationId)
  const sender = { externalId: conversationId, name: '', username: null, link: null }
  const speech = { channelId, externalChat: conversationId, sender, isGroup: false, source: null }
  const { draft, opens } = await listen(work, speech, known)
  awaitsAnswer(work, draft)
  await work.distribution.messageArrived(draft, opens)
}

/** An operator answers; nobody waits any more. */
export async function reply(work: MemoryWork, conversationId: ConversationId): Promise<boolean> {
  const draft = await work.draft(conversationId)
  if (draft === undefined || !draft.row.isOpen) return false
  await answered(work, draft)
  return true
}

export async function shut(work: MemoryWork, conversationId: ConversationId, by: OperatorId): Promise<void> {
  await close(work, allowed(by), { kind: 'conversation.close', conversationId })
}

export async function prefer(work: MemoryWork, act: Extract<Happening, { kind: 'prioritized' }>): Promise<void> {
  const { conversationId, priority, by } = act
  if (by !== null) await prioritize(work, allowed(by), { kind: 'conversation.prioritize', conversationId, priority })
}

/** An operator opens a closed one again. Where it is not closed in the rehearsal, he takes it: it was to be his. */
export async function open(work: MemoryWork, act: Extract<Happening, { kind: 'reopened' }>): Promise<void> {
  const { conversationId, by } = act
  const draft = await work.draft(conversationId)
  if (draft === undefined) return
  const { assignVersion } = draft.row
  if (draft.row.isOpen) await take(work, allowed(by), { kind: 'conversation.take', conversationId, assignVersion })
  else await reopen(work, allowed(by), { kind: 'conversation.reopen', conversationId })
}

/** What a person did about an assignment, done again. Where it is closed by now there is nothing to do. */
export async function assign(work: MemoryWork, conversationId: ConversationId, event: Assigned): Promise<void> {
  const draft = await work.draft(conversationId)
  if (draft === undefined || !draft.row.isOpen) return
  const { by, to, cause, groupId } = event
  const { assignVersion } = draft.row
  if (by === null) {
    changeAssignee(work, draft, {
      ...{ to: null, cause: 'disabled', by: null, groupId: draft.row.groupId, decisionId: null },
      ...{ aboveLimit: false, given: null, seen: assignVersion },
    })
    await work.distribution.companyChanged()
    return
  }
  const common = { conversationId, assignVersion }
  if (cause === 'taken') {
    await take(work, allowed(by), { kind: 'conversation.take', ...common })
  } else if (to?.kind === 'operator') {
    const target = { kind: 'operator', operatorId: to.id } as const
    await transfer(work, allowed(by), { kind: 'conversation.transfer', ...common, to: target, isConfirmed: true })
  } else if (cause === 'transferred' && groupId !== null) {
    const target = { kind: 'group', groupId } as const
    await transfer(work, allowed(by), { kind: 'conversation.transfer', ...common, to: target, isConfirmed: true })
  } else await release(work, allowed(by), { kind: 'conversation.release', ...common })
}
