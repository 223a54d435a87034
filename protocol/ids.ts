import { z } from 'zod'

/** Ids are random strings made on the hub (contacts, conversations...) or on a device (commands, devices). Branded, so one cannot stand for another. */
const id = <Name extends string>(_name: Name) => z.string().min(1).max(64).brand<Name>()

export const OperatorId = id('OperatorId')
export type OperatorId = z.infer<typeof OperatorId>
export const BotId = id('BotId')
export type BotId = z.infer<typeof BotId>
export const GroupId = id('GroupId')
export type GroupId = z.infer<typeof GroupId>
export const ChannelId = id('ChannelId')
export type ChannelId = z.infer<typeof ChannelId>
export const ContactId = id('ContactId')
export type ContactId = z.infer<typeof ContactId>
export const ConversationId = id('ConversationId')
export type ConversationId = z.infer<typeof ConversationId>
export const AttachmentId = id('AttachmentId')
export type AttachmentId = z.infer<typeof AttachmentId>
export const TemplateId = id('TemplateId')
export type TemplateId = z.infer<typeof TemplateId>
export const LinkId = id('LinkId')
export type LinkId = z.infer<typeof LinkId>
export const DecisionId = id('DecisionId')
export type DecisionId = z.infer<typeof DecisionId>
export const SessionId = id('SessionId')
export type SessionId = z.infer<typeof SessionId>
export const DeviceId = id('DeviceId')
export type DeviceId = z.infer<typeof DeviceId>
export const UploadId = id('UploadId')
export type UploadId = z.infer<typeof UploadId>

/** Made by the device for each changing command; the id of a sent message as well. A UUID, so that no two devices meet. */
export const CommandId = z.uuid().brand<'CommandId'>()
export type CommandId = z.infer<typeof CommandId>

/** Epoch milliseconds on the hub's clock. */
export const At = z.number().int().nonnegative()
export type At = z.infer<typeof At>

/** Dense number of an event within its conversation, from 1. */
export const Seq = z.number().int().nonnegative()
export type Seq = z.infer<typeof Seq>

/** Hub-wide number of a committed event, in commit order, from 1; 0 is "before everything". */
export const Position = z.number().int().nonnegative()
export type Position = z.infer<typeof Position>

/** Marks the end of a switch over a union: a new kind without a case does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unexpected kind: ${JSON.stringify(value)}`)
}
