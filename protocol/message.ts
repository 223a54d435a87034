import { z } from 'zod'
import { Attachment } from './attachment'
import { Priority } from './channel'
import { At, BotId, CommandId, DecisionId, GroupId, OperatorId, Seq } from './ids'
import { LinkVisit } from './links'
import { DeliveryStatus, FailureReason } from './receipts'
import { ReplyButton } from './reply-button'

/** Above this a text is refused everywhere; a messenger's own limit splits or refuses earlier. */
export const longestText = 16_000

/** Who wrote. `automatic` texts and bots are ours but no answer of an operator. */
export const Author = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('contact'), name: z.string().nullable() }),
  z.object({ kind: z.literal('operator'), operatorId: OperatorId }),
  z.object({ kind: z.literal('bot'), botId: BotId }),
  z.object({ kind: z.literal('automatic'), rule: z.string() }),
  /** Somebody of the company in the messenger's own page or program; `name` where it tells who. */
  z.object({ kind: z.literal('elsewhere'), name: z.string().nullable() }),
])
export type Author = z.infer<typeof Author>

export const Delivery = z.object({
  status: DeliveryStatus,
  reason: FailureReason.nullable(),
  /** The messenger's own words about a failure, for the operator's eyes. */
  detail: z.string().nullable(),
})
export type Delivery = z.infer<typeof Delivery>

/** Why a conversation got or lost its assignee; the screen turns it into a sentence. */
export const AssignmentCause = z.enum([
  'distributed',
  'queue',
  'returned',
  'reassigned',
  'lapsed',
  'taken',
  'assigned',
  'transferred',
  'released',
  'disabled',
  'started',
])
export type AssignmentCause = z.infer<typeof AssignmentCause>

export const AssigneeRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('operator'), id: OperatorId }),
  z.object({ kind: z.literal('bot'), id: BotId }),
])
export type AssigneeRef = z.infer<typeof AssigneeRef>

export const Part = z.enum(['coAssignee', 'observer'])
export type Part = z.infer<typeof Part>

export const placeKinds = ['post', 'product', 'photo', 'video', 'topic'] as const

/** A public page whose comments are answered: which one, in words and as a link. */
export const CommentPlace = z.object({ kind: z.enum(placeKinds), title: z.string().nullable(), link: z.string() })
export type CommentPlace = z.infer<typeof CommentPlace>

/** `by` is null when the hub did it. */
const by = OperatorId.nullable()

export const SystemEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opened'),
    inquiry: z.number().int(),
    source: z.string().nullable(),
    /** He began under this public page. */
    place: CommentPlace.nullable().default(null),
  }),
  z.object({
    kind: z.literal('reopened'),
    inquiry: z.number().int(),
    by,
    /** Whose it was when it was closed, and is no more. */
    from: AssigneeRef.nullable().default(null),
  }),
  z.object({ kind: z.literal('closed'), inquiry: z.number().int(), by }),
  z.object({
    kind: z.literal('assigned'),
    from: AssigneeRef.nullable(),
    to: AssigneeRef.nullable(),
    cause: AssignmentCause,
    by,
    /** Group it was transferred to, when no person was named. */
    groupId: GroupId.nullable(),
    decisionId: DecisionId.nullable(),
    aboveLimit: z.boolean(),
  }),
  z.object({
    kind: z.literal('waiting'),
    reason: z.enum(['nobodyEligible', 'tooManyMoves', 'outsideHours']),
    decisionId: DecisionId.nullable(),
  }),
  z.object({ kind: z.literal('prioritized'), priority: Priority, by }),
  z.object({ kind: z.literal('partAdded'), operatorId: OperatorId, part: Part, by }),
  z.object({ kind: z.literal('partRemoved'), operatorId: OperatorId, part: Part, by }),
  z.object({ kind: z.literal('deliveryFailed'), messageSeq: Seq, reason: FailureReason }),
  z.object({ kind: z.literal('contactBlocked') }),
  z.object({ kind: z.literal('contactUnblocked') }),
  z.object({ kind: z.literal('buttonPressed'), label: z.string(), messageSeq: Seq.nullable() }),
  /** The contact's mark of an inquiry; `operatorId` is who answered in it. */
  z.object({
    kind: z.literal('rated'),
    inquiry: z.number().int(),
    score: z.number().int(),
    comment: z.string(),
    operatorId: OperatorId.nullable(),
  }),
  /** He has told who he is. `customerId`: his site vouches for it, under its own id of him. */
  z.object({
    kind: z.literal('introduced'),
    name: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    customerId: z.string().nullable(),
  }),
  /** He came by one of our links. */
  z.object({ kind: z.literal('visited'), visit: LinkVisit }),
  z.object({ kind: z.literal('unsupported'), type: z.string() }),
  /** He called. One that nobody answered waits for us as a message does. */
  z.object({
    kind: z.literal('call'),
    outcome: z.enum(['answered', 'missed', 'declined']),
    durationMs: z.number().int().nonnegative().nullable(),
  }),
  /** He is known to the messenger under another id since. */
  z.object({ kind: z.literal('identityChanged') }),
])
export type SystemEvent = z.infer<typeof SystemEvent>

/** A text as it read before it was edited, and since when. */
export const EarlierText = z.object({ at: At, text: z.string() })
export type EarlierText = z.infer<typeof EarlierText>

/** Of a message that is edited again and again only the last of its earlier texts are kept. */
export const mostEarlierTexts = 20

/** A template as it was sent: the messenger is told its name and values, never the words. */
export const SentTemplate = z.object({
  name: z.string(),
  language: z.string(),
  header: z.array(z.object({ name: z.string(), value: z.string() })),
  body: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Of the links that have a variable: the place among all buttons, and the value. */
  links: z.array(z.object({ index: z.number().int(), value: z.string() })),
})
export type SentTemplate = z.infer<typeof SentTemplate>

const base = { seq: Seq, at: At }

/**
 * One line of a conversation's stream. `seq` is the event that created it and its identity within the conversation;
 * lists sort by it and by nothing else. `changedSeq` is the last event that changed it (receipt, edit, attachment).
 */
export const Entry = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('message'),
    changedSeq: Seq,
    author: Author,
    text: z.string(),
    attachments: z.array(Attachment),
    buttons: z.array(z.array(ReplyButton)),
    /** Id under which a device sent it; null for contacts and automatic texts. */
    clientId: CommandId.nullable(),
    /** Null for what came from the messenger: messages of the contact, and ours written elsewhere. */
    delivery: Delivery.nullable(),
    /** Pictures sent as one album share it. */
    album: z.string().nullable(),
    replyToSeq: Seq.nullable(),
    editedAt: At.nullable(),
    /** What an edited message said before, oldest first. */
    earlier: z.array(EarlierText),
    /** Taken back on the messenger's side; the text stays for us. `by`: who of ours did it, null = its author, there. */
    deleted: z.object({ at: At, by: OperatorId.nullable() }).nullable(),
    /** What the contact answered it with in one sign. */
    reaction: z.string().nullable(),
    /** The messenger's own time, shown beside, never sorted by. */
    providerAt: At.nullable(),
    /** The approved text it is, with what stands for its variables; absent for free words. */
    template: SentTemplate.exactOptional(),
  }),
  z.object({
    ...base,
    kind: z.literal('note'),
    changedSeq: Seq,
    operatorId: OperatorId,
    text: z.string(),
    mentions: z.array(OperatorId),
    clientId: CommandId.nullable(),
  }),
  z.object({ ...base, kind: z.literal('system'), changedSeq: Seq, event: SystemEvent }),
])
export type Entry = z.infer<typeof Entry>
export type MessageEntry = Extract<Entry, { kind: 'message' }>
export type NoteEntry = Extract<Entry, { kind: 'note' }>
export type SystemEntry = Extract<Entry, { kind: 'system' }>

// Control characters a text may not hold; tab, line feed and carriage return may stay.
// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the purpose
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

// With the flag u a pair is one character, so what is left of this class stands alone.
const loneSurrogate = /\p{Cs}/u

/** A text as it will be stored: NFC, line feeds only, no blanks at the end; or what is wrong with it. */
export function cleanText(
  text: string,
  limit: number,
):
  | { kind: 'text'; text: string }
  | { kind: 'empty' }
  | { kind: 'invalid' }
  | { kind: 'tooLong'; length: number; limit: number } {
  if (loneSurrogate.test(text) || forbidden.test(text)) return { kind: 'invalid' }
  const clean = text.normalize('NFC').replaceAll('\r\n', '\n').replaceAll('\r', '\n').trimEnd()
  if (clean.trim() === '') return { kind: 'empty' }
  return clean.length > limit ? { kind: 'tooLong', length: clean.length, limit } : { kind: 'text', text: clean }
}
