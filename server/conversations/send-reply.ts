import type { Attachment } from '#protocol/attachment'
import type { Command } from '#protocol/commands'
import { accepted, type Outcome, refused } from '#protocol/errors'
import { type FileProblem, fileProblem } from '#protocol/file-problem'
import type { CommandId } from '#protocol/ids'
import { cleanText, longestText, type SentTemplate } from '#protocol/message'
import type { Actor } from '#protocol/permissions'
import type { ReplyButton } from '#protocol/reply-button'
import { replyWindow } from '#protocol/reply-window'
import { approvedWords } from './approved-words'
import type { ConversationDraft } from './draft'
import { permitted } from './permitted'
import type { Work } from './ports'
import { refusedText } from './refused-text'
import { replyButtons } from './reply-buttons'

type Send = Command<'message.send'>

/** An operator answers: the message and its place in the outbox are stored together, and nobody waits any more. */
export async function sendReply(
  work: Work,
  actor: Actor,
  clientId: CommandId,
  command: Send,
): Promise<Outcome<{ seq: number }>> {
  const found = await permitted(work, actor, 'reply', command.conversationId)
  if (!found.ok) return found
  const draft = found.value
  const sendable = canSend(work, draft)
  if (!sendable.ok) return sendable
  const words =
    command.template === undefined
      ? freeWords(work, draft, command)
      : await approvedWords(work, draft.row.channelId, command.template)
  if (!words.ok) return words
  if (command.replyToSeq !== null && !(await isMessage(work, draft, command.replyToSeq)))
    return refused('INVALID', 'There is no such message to answer to.', { field: 'replyToSeq' })
  const place = { conversationId: draft.id, seq: draft.nextSeq }
  const judge = judgeOf(work, draft)
  const attached = await work.attachments.attach(actor.id, place, command.attachments, judge)
  if (!attached.ok) return attached
  const seq = draft.addMessage({
    at: work.now,
    author: { kind: 'operator', operatorId: actor.id },
    ...words.value,
    attachments: [...attached.value],
    clientId,
    delivery: { status: 'queued', reason: null, detail: null },
    album: null,
    replyToSeq: command.replyToSeq,
    editedAt: null,
    earlier: [],
    deleted: null,
    reaction: null,
    providerAt: null,
  })
  await answered(work, draft)
  // An approved text goes out as it was approved.
  const signer = command.template === undefined ? actor.id : null
  await work.deliveries.enqueue(draft.facts, seq, { at: work.now, key: work.newKey(), signer })
  return accepted({ seq })
}

interface Words {
  readonly text: string
  readonly buttons: ReplyButton[][]
  readonly template?: SentTemplate
}

function freeWords(
  work: Work,
  draft: ConversationDraft,
  { text, attachments, buttons: forms = [] }: Send,
): Outcome<Words> {
  const free = canWriteFreely(work, draft)
  if (!free.ok) return free
  const buttons = replyButtons(work, draft, forms, text)
  if (!buttons.ok) return buttons
  const cleaned = cleanText(text, longestText)
  if (cleaned.kind === 'text') return accepted({ text: cleaned.text, buttons: buttons.value })
  return cleaned.kind === 'empty' && attachments.length > 0 ? accepted({ text: '', buttons: [] }) : refusedText(cleaned)
}

/** Whether free words may go there; `resend` asks the same. */
export function canWriteFreely(work: Work, { row }: ConversationDraft): Outcome<null> {
  const channel = work.people.channel(row.channelId)
  const capabilities = channel && work.capabilitiesOf(channel.messenger)
  const window = capabilities === undefined ? null : replyWindow(row, capabilities, work.now)
  if (window?.kind !== 'closed') return accepted(null)
  return refused('WINDOW_CLOSED', 'The reply window is over.', { facts: { closedAt: window.since } })
}

function canSend(work: Work, { row }: ConversationDraft): Outcome<null> {
  if (!row.isOpen) return refused('CLOSED', 'The conversation is closed.', { facts: { closedAt: row.closedAt } })
  if (work.people.channel(row.channelId)?.isConnected !== true)
    return refused('CHANNEL_DISCONNECTED', 'The channel is not connected.')
  if (row.isBlocked) return refused('CONTACT_BLOCKED', 'The contact has blocked the bot.')
  return accepted(null)
}

/** Whether the messenger takes a file; the screen asks the same, but it may know an older channel. */
function judgeOf(work: Work, { row }: ConversationDraft) {
  const channel = work.people.channel(row.channelId)
  const capabilities = channel && work.capabilitiesOf(channel.messenger)
  return ({ mediaType, size }: Attachment, index: number): Outcome<null> => {
    const problem = capabilities && fileProblem({ mediaType, size: size ?? 0 }, capabilities, index)
    return problem === undefined || problem === null ? accepted(null) : refusedFile(problem)
  }
}

function refusedFile(problem: FileProblem): Outcome<never> {
  const field = 'attachments'
  switch (problem.kind) {
    case 'empty':
      return refused('FILE_EMPTY', 'The file is empty.', { field })
    case 'tooBig':
      return refused('FILE_TOO_BIG', 'The messenger takes no file of this size.', {
        field,
        facts: { limit: problem.limit },
      })
    case 'tooMany':
      return refused('FILE_COUNT', 'Too many files in one message.', { field, facts: { limit: problem.limit } })
    case 'notTaken':
      return refused('FILE_TYPE', 'The messenger takes no files of this kind.', { field })
  }
}

async function isMessage(work: Work, draft: ConversationDraft, seq: number): Promise<boolean> {
  return (await work.stream.entry(draft.id, seq))?.kind === 'message'
}

/** An operator's word ends the waiting, and with it the mark that nobody was free. */
export async function answered(work: Work, draft: ConversationDraft): Promise<void> {
  if (!draft.row.isAnswered) await work.inquiries.answered(draft.row.inquiry, work.now)
  draft.change({ isAnswered: true, unansweredSince: null, waitingSince: null })
  if (draft.facts.answerBy !== null) draft.hide({ answerBy: null, lapsed: [] })
}
