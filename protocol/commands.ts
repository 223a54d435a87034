import { z } from 'zod'
import { fileLimits } from './attachment'
import {
  ChannelDetails,
  ChannelName,
  ChannelRules,
  CheckedAccount,
  Messenger,
  PeopleReceiver,
  Priority,
  Receiver,
} from './channel'
import { ConnectionEdit, ConnectionForm } from './connection'
import { ContactFields } from './contact'
import { DeadLetter } from './dead-letter'
import { type Refusal, refusalCodes } from './errors'
import { GroupDetails, GroupForm } from './group'
import {
  At,
  AttachmentId,
  ChannelId,
  CommandId,
  ContactId,
  ConversationId,
  GroupId,
  LinkId,
  OperatorId,
  type Position,
  Seq,
  SessionId,
  TemplateId,
} from './ids'
import { LinkForm } from './links'
import { longestText, Part } from './message'
import { LoginAppForm, LoginId, LoginPlace } from './messenger-login'
import { AccountDetails, ChosenStatus, Login, OperatorName, OperatorPicture, Password, Role } from './operator'
import { ReplyButtonForms } from './reply-button'
import { Schedule } from './schedules'
import { CompanyName, DistributionSettings } from './settings'
import { ChannelSignature } from './signature'
import { Template, TemplateForm, TemplateUse } from './templates'

const nothing = z.object({})

/** Conversations passed on in one action. */
export const handOverLimit = 200

const command = <Kind extends string, Input extends z.ZodRawShape, Answer extends z.ZodType>(
  kind: Kind,
  input: Input,
  answer: Answer,
) => ({
  input: z.strictObject({ kind: z.literal(kind), ...input }),
  answer,
})

const conversation = { conversationId: ConversationId }
/** The assignment the person saw; another one meanwhile is ALREADY_TAKEN or CONFLICT, never a silent overwrite. */
const seen = { ...conversation, assignVersion: z.number().int() }

export const OperatorForm = z.strictObject({
  name: OperatorName,
  login: Login,
  role: Role,
  canSupervise: z.boolean(),
  mayExceedLimit: z.boolean(),
  takesPart: z.boolean(),
  limit: z.union([z.literal('company'), z.number().int().min(0).max(10_000), z.null()]),
})
export type OperatorForm = z.infer<typeof OperatorForm>

/** Everything one may ask that changes something, with what comes back. Closed schemas: an unknown field is BAD_REQUEST. */
export const commands = {
  // presence
  /** `idle`: the device says that nobody has touched it (busy), or that somebody is back (online); it changes nothing a person has chosen. */
  'presence.set': command('presence.set', { status: ChosenStatus, by: z.enum(['operator', 'idle']) }, nothing),
  'presence.force': command('presence.force', { operatorId: OperatorId, status: z.enum(['busy', 'offline']) }, nothing),
  /** Quit or sign-out; everything else that ends a socket is a lost link. */
  'session.leave': command('session.leave', {}, nothing),
  'device.sleep': command('device.sleep', {}, nothing),

  // conversation
  'message.send': command(
    'message.send',
    {
      ...conversation,
      text: z.string().max(longestText * 2),
      attachments: z.array(AttachmentId).max(fileLimits.perMessage),
      replyToSeq: Seq.nullable(),
      /** Under the words, each in a row of its own. */
      buttons: ReplyButtonForms.exactOptional(),
      /** An approved text instead of free words: the only one that goes outside the reply window. */
      template: TemplateUse.exactOptional(),
    },
    z.object({ seq: Seq }),
  ),
  /** Writes first, with a template: makes contact and conversation, or goes on in the one there is. */
  'conversation.start': command(
    'conversation.start',
    { channelId: ChannelId, phone: z.string().max(30), name: z.string().max(80), template: TemplateUse },
    z.object(conversation),
  ),
  /** Repeats a message that failed or stayed unconfirmed: the operator decides, the hub never does so by itself. */
  'message.resend': command('message.resend', { ...conversation, seq: Seq }, nothing),
  /** Puts another text in place of a reply that has left, for the contact too; his own, or anybody's for who supervises. */
  'message.edit': command(
    'message.edit',
    { ...conversation, seq: Seq, text: z.string().max(longestText * 2) },
    nothing,
  ),
  /** Takes a reply back, for the contact too; here it stays, marked. */
  'message.delete': command('message.delete', { ...conversation, seq: Seq }, nothing),
  'note.add': command(
    'note.add',
    { ...conversation, text: z.string().max(longestText * 2), mentions: z.array(OperatorId).max(20) },
    z.object({ seq: Seq }),
  ),
  'attachment.retry': command('attachment.retry', { ...conversation, attachmentId: AttachmentId }, nothing),
  'conversation.take': command('conversation.take', seen, nothing),
  'conversation.transfer': command(
    'conversation.transfer',
    {
      ...seen,
      to: PeopleReceiver,
      /** Said yes to "he is busy" or "he is offline": without it such a transfer is NEEDS_CONFIRMATION. */
      isConfirmed: z.boolean(),
    },
    nothing,
  ),
  'conversation.release': command('conversation.release', seen, nothing),
  'conversation.prioritize': command('conversation.prioritize', { ...conversation, priority: Priority }, nothing),
  /** Passes several on at once, each with a note if one was written. What changed meanwhile is left where it is and named in the answer. */
  'conversation.handOver': command(
    'conversation.handOver',
    {
      items: z
        .array(z.strictObject({ ...seen, note: z.string().max(longestText).nullable() }))
        .min(1)
        .max(handOverLimit),
      to: z.discriminatedUnion('kind', [...PeopleReceiver.options, z.strictObject({ kind: z.literal('queue') })]),
      /** Said yes to "he is busy" or "he is offline". */
      isConfirmed: z.boolean(),
    },
    z.object({
      done: z.array(ConversationId),
      refused: z.array(z.object({ conversationId: ConversationId, code: z.enum(refusalCodes) })),
    }),
  ),
  'conversation.close': command('conversation.close', { ...conversation }, nothing),
  'conversation.reopen': command('conversation.reopen', { ...conversation }, nothing),
  /** Goes on in private with somebody who has commented: value is his dialogue, opened or made. */
  'conversation.answerPrivately': command('conversation.answerPrivately', conversation, z.object(conversation)),
  'conversation.read': command('conversation.read', { ...conversation, seq: Seq }, nothing),
  'part.add': command('part.add', { ...conversation, operatorId: OperatorId, part: Part }, nothing),
  'part.remove': command('part.remove', { ...conversation, operatorId: OperatorId, part: Part }, nothing),
  'contact.edit': command(
    'contact.edit',
    { contactId: ContactId, conversationId: ConversationId, version: z.number().int(), fields: ContactFields },
    nothing,
  ),

  // administration
  /** Asks the messenger who the credentials belong to; saves nothing. */
  'channel.check': command('channel.check', { form: ConnectionEdit, channelId: ChannelId.nullable() }, CheckedAccount),
  'channel.connect': command(
    'channel.connect',
    { name: ChannelName, receiver: Receiver.nullable(), form: ConnectionForm },
    ChannelDetails,
  ),
  'channel.edit': command(
    'channel.edit',
    {
      channelId: ChannelId,
      version: z.number().int(),
      name: ChannelName,
      /** Null leaves the connection as it is. */
      form: ConnectionEdit.nullable(),
    },
    ChannelDetails,
  ),
  /** Who gets its inquiries; a matter of distribution, so supervisors may. */
  'channel.distribute': command(
    'channel.distribute',
    { channelId: ChannelId, version: z.number().int(), rules: ChannelRules },
    z.object({ version: z.number().int() }),
  ),
  /** Makes the secret with which a site vouches for its customers. It is shown this once: a repeat of the command tells none. */
  'channel.issueSecret': command(
    'channel.issueSecret',
    { channelId: ChannelId },
    z.object({ secret: z.string().nullable() }),
  ),
  /** Who signs what is sent there. */
  'channel.sign': command(
    'channel.sign',
    { channelId: ChannelId, version: z.number().int(), signature: ChannelSignature },
    ChannelDetails,
  ),
  'channel.disconnect': command('channel.disconnect', { channelId: ChannelId }, nothing),
  'channel.reconnect': command('channel.reconnect', { channelId: ChannelId }, nothing),
  /** Through which app of the company an administrator logs in at a messenger. */
  'login.setApp': command('login.setApp', { messenger: Messenger, form: LoginAppForm }, LoginPlace),
  /** Begins a login; it goes on in a browser at `address`, and how it ends is asked with `login.state`. */
  'login.begin': command('login.begin', { messenger: Messenger }, z.object({ loginId: LoginId, address: z.string() })),
  /** `templateId` null makes a new draft; a template the messenger knows is changed there, and reviewed anew. */
  'template.save': command(
    'template.save',
    {
      channelId: ChannelId,
      templateId: TemplateId.nullable(),
      version: z.number().int(),
      form: TemplateForm,
    },
    Template,
  ),
  /** Hands a draft to the messenger for review. */
  'template.submit': command('template.submit', { templateId: TemplateId }, Template),
  'template.archive': command('template.archive', { templateId: TemplateId, isArchived: z.boolean() }, nothing),
  /** At the messenger too. */
  'template.delete': command('template.delete', { templateId: TemplateId }, nothing),
  /** Asks the messenger for its list now; it is asked by itself every hour. */
  'template.refresh': command('template.refresh', { channelId: ChannelId }, nothing),
  /** `linkId` null makes a new one. Without the number of the visit in its question it is INVALID. */
  'link.save': command(
    'link.save',
    { channelId: ChannelId, linkId: LinkId.nullable(), version: z.number().int(), form: LinkForm },
    z.object({ linkId: LinkId }),
  ),
  /** Its address leads nowhere since, and nothing is counted for it any more. */
  'link.delete': command('link.delete', { linkId: LinkId }, nothing),
  /** Processes a dead letter again; `isDone: false`: it failed as before and stays. */
  'letter.retry': command(
    'letter.retry',
    { channelId: ChannelId, eventKey: DeadLetter.shape.eventKey },
    z.object({ isDone: z.boolean() }),
  ),
  /** Gives it up; the audit trail keeps who did. */
  'letter.discard': command('letter.discard', { channelId: ChannelId, eventKey: DeadLetter.shape.eventKey }, nothing),
  'operator.invite': command(
    'operator.invite',
    { form: OperatorForm },
    z.object({ account: AccountDetails, link: z.string(), until: At }),
  ),
  'operator.edit': command(
    'operator.edit',
    { operatorId: OperatorId, version: z.number().int(), form: OperatorForm },
    AccountDetails,
  ),
  'operator.disable': command('operator.disable', { operatorId: OperatorId }, nothing),
  'operator.enable': command('operator.enable', { operatorId: OperatorId }, nothing),
  /** Ends his sessions and gives a one-time link for a new password. */
  'operator.reset': command('operator.reset', { operatorId: OperatorId }, z.object({ link: z.string(), until: At })),
  /** One's own, or by who manages accounts; null = none any more. */
  'operator.picture': command(
    'operator.picture',
    { operatorId: OperatorId, picture: OperatorPicture.nullable() },
    z.object({ picture: AttachmentId.nullable() }),
  ),
  'account.password': command('account.password', { current: z.string().max(128), next: Password }, nothing),
  'session.end': command('session.end', { sessionId: SessionId }, nothing),
  'company.rename': command('company.rename', { name: CompanyName }, nothing),
  /** `groupId` null makes a new one. */
  'group.save': command(
    'group.save',
    { groupId: GroupId.nullable(), version: z.number().int(), form: GroupForm },
    GroupDetails,
  ),
  /** Refused while a channel or the overflow needs it. */
  'group.delete': command('group.delete', { groupId: GroupId, version: z.number().int() }, nothing),
  /** Null: no working hours, open day and night. */
  'schedule.save': command(
    'schedule.save',
    { version: z.number().int(), schedule: Schedule.nullable() },
    z.object({ version: z.number().int() }),
  ),
  'distribution.save': command(
    'distribution.save',
    { version: z.number().int(), settings: DistributionSettings },
    z.object({ version: z.number().int() }),
  ),
} as const

export type CommandKind = keyof typeof commands
export type Command<Kind extends CommandKind = CommandKind> = Kind extends CommandKind
  ? z.infer<(typeof commands)[Kind]['input']>
  : never
export type CommandAnswer<Kind extends CommandKind> = z.infer<(typeof commands)[Kind]['answer']>
export type CommandReply<Kind extends CommandKind = CommandKind> =
  | { ok: true; value: CommandAnswer<Kind>; position: Position }
  | { ok: false; refusal: Refusal }

/** Commands that tell of the moment and are worth nothing later: never queued offline, refused as COMMAND_EXPIRED 15 s after `sentAt`. */
export const momentary: ReadonlySet<CommandKind> = new Set([
  'presence.set',
  'presence.force',
  'session.leave',
  'device.sleep',
])
export const momentaryForMs = 15_000

/** The envelope. The same `id` again gets the stored answer; with other content it is COMMAND_ID_REUSED. */
export const CommandEnvelope = z.strictObject({
  id: CommandId,
  /** Hub time as the device knows it (offset learned at connect). Used for nothing but the expiry of momentary commands. */
  sentAt: At,
  command: z.unknown(),
})
export type CommandEnvelope = z.infer<typeof CommandEnvelope>

/** Names of the Socket.IO events from workspace to hub. Each is answered through the acknowledgement. */
export interface WorkspacePackets {
  command: (envelope: unknown, answer: (reply: CommandReply) => void) => void
  query: (query: unknown, answer: (reply: import('./queries').QueryReply) => void) => void
  /** Ephemeral, unanswered, dropped when too many: "I am typing here". */
  typing: (conversationId: unknown) => void
}
