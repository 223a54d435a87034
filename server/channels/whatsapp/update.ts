import { z } from 'zod'
import { GraphError } from './refusals'

/** What we read of a webhook's events (channels.md section 5.2). Everything else passes by; a wrong type makes the event unknown. */
const Id = z.string().min(1).max(300)
const Word = z.string().catch('')
const Seconds = z.coerce.number().int().nonnegative().max(1e11)

export const Profile = z.object({
  profile: z.object({ name: Word.optional(), username: z.string().optional().catch(undefined) }).optional(),
  wa_id: z.string().optional().catch(undefined),
  user_id: z.string().optional().catch(undefined),
})
export type Profile = z.infer<typeof Profile>

const Media = z.object({
  id: Id,
  mime_type: z.string().max(127).catch('application/octet-stream'),
  caption: z.string().optional().catch(undefined),
  filename: z.string().optional().catch(undefined),
  voice: z.boolean().optional().catch(undefined),
})
export type Media = z.infer<typeof Media>

const Choice = z.object({ id: Word, title: Word })

const Card = z.object({
  name: z.object({ formatted_name: Word }).optional().catch(undefined),
  phones: z
    .array(z.object({ phone: Word }))
    .optional()
    .catch(undefined),
})

/** Frame of every message; what it holds stands under a field of its type's name. */
export const Message = z.object({
  id: Id,
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  timestamp: Seconds,
  type: z.string().max(60),
  group_id: z.string().optional(),
  context: z
    .object({ id: Id.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  referral: z
    .object({
      source_url: z.string().max(2000).optional().catch(undefined),
      headline: z.string().max(500).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  text: z.object({ body: z.string() }).optional(),
  image: Media.optional(),
  video: Media.optional(),
  audio: Media.optional(),
  document: Media.optional(),
  sticker: Media.optional(),
  button: z.object({ text: Word, payload: Word }).optional(),
  interactive: z
    .object({ type: z.string(), button_reply: Choice.optional(), list_reply: Choice.optional() })
    .optional(),
  reaction: z.object({ message_id: Id, emoji: z.string().max(64).optional() }).optional(),
  contacts: z.array(Card).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number(), name: Word, address: Word }).optional(),
  order: z
    .object({
      text: z.string().optional().catch(undefined),
      product_items: z.array(
        z.object({
          product_retailer_id: Word,
          quantity: z.coerce.number().catch(1),
          item_price: z.coerce.number().catch(0),
          currency: Word,
        }),
      ),
    })
    .optional(),
  system: z
    .object({
      type: Word,
      wa_id: z.string().optional(),
      user_id: z.string().optional(),
      previous_user_id: z.string().optional(),
    })
    .optional(),
  errors: z.array(GraphError).optional().catch(undefined),
})
export type Message = z.infer<typeof Message>

export const Status = z.object({
  id: Id,
  status: z.string(),
  recipient_id: z.string().optional(),
  recipient_user_id: z.string().optional(),
  biz_opaque_callback_data: z.string().optional().catch(undefined),
  errors: z.array(GraphError).optional().catch(undefined),
})
export type Status = z.infer<typeof Status>

export const Call = z.object({
  id: Id,
  event: z.string(),
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  direction: z.string().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  duration: z.coerce.number().nonnegative().optional().catch(undefined),
})
export type Call = z.infer<typeof Call>

export const Echo = Message.omit({ from: true }).extend({ to: z.string().optional() })
