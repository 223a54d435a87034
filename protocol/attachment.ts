import { z } from 'zod'
import { AttachmentId } from './ids'

export const attachmentKinds = ['picture', 'file', 'voice', 'audio', 'video', 'sticker'] as const
export const AttachmentKind = z.enum(attachmentKinds)
export type AttachmentKind = z.infer<typeof AttachmentKind>

/** Why the bytes of a received file are not here; the screen has a sentence for each in both languages. */
export const fileFailures = [
  // the messenger does not give it
  'tooBig',
  'notFound',
  'denied',
  'unavailable',
  'disconnected',
  // it did not get here
  'truncated',
  'timeout',
  'network',
  'redirect',
  'address',
  'stopped',
  // it is not what one would keep
  'empty',
  'program',
  'disagrees',
  'damaged',
  'pixels',
  // there is no room for it
  'quota',
  'disk',
] as const
export const FileFailure = z.enum(fileFailures)
export type FileFailure = z.infer<typeof FileFailure>

/** `pending`: the message is visible, the bytes are on their way. Only `stored` can be fetched from `/files/{id}`. */
export const AttachmentState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pending') }),
  z.object({ kind: z.literal('stored') }),
  z.object({ kind: z.literal('failed'), reason: FileFailure, canRetry: z.boolean() }),
])
export type AttachmentState = z.infer<typeof AttachmentState>

export const Attachment = z.object({
  id: AttachmentId,
  kind: AttachmentKind,
  name: z.string(),
  mediaType: z.string(),
  /** Bytes; null while the messenger has not told. */
  size: z.number().int().nonnegative().nullable(),
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  durationMs: z.number().int().nonnegative().nullable(),
  state: AttachmentState,
})
export type Attachment = z.infer<typeof Attachment>

/** Body of `POST /files/uploads`: what will come. Answered with `uploadId` and `offset`. */
export const FileAnnouncement = z.strictObject({
  name: z.string().min(1).max(255),
  mediaType: z.string().max(127),
  size: z.number().int().nonnegative(),
})
export type FileAnnouncement = z.infer<typeof FileAnnouncement>

/** Limits of the hub's own store (reliability section 2); a messenger's capability record may be narrower. */
export const fileLimits = { bytes: 25 * 1024 * 1024, perMessage: 10, chunkBytes: 512 * 1024 } as const
