import { z } from 'zod'
import { At, AttachmentId, ChannelId, ContactId } from './ids'

export const Identity = z.object({
  channelId: ChannelId,
  /** Id on the messenger's side; a string because 64-bit numbers occur. */
  externalId: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  link: z.string().nullable(),
})
export type Identity = z.infer<typeof Identity>

export const Contact = z.object({
  id: ContactId,
  version: z.number().int(),
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  comment: z.string().nullable(),
  picture: AttachmentId.nullable(),
  createdAt: At,
  inquiries: z.number().int().nonnegative(),
  identities: z.array(Identity),
})
export type Contact = z.infer<typeof Contact>

export const ContactName = z.string().trim().min(1).max(200)
export const PhoneNumber = z
  .string()
  .trim()
  .regex(/^\+?[\d\s()\-.]{3,40}$/)
export const EmailAddress = z.email().max(254)

/** Fields an operator edits in the panel; an absent field stays as it is. An empty phone, e-mail or comment is null. */
export const ContactFields = z.strictObject({
  name: ContactName.optional(),
  phone: PhoneNumber.nullable().optional(),
  email: EmailAddress.nullable().optional(),
  comment: z.string().max(2000).nullable().optional(),
})
export type ContactFields = z.infer<typeof ContactFields>
