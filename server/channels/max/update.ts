import { z } from 'zod'

/** What we read of an update (channels.md section 7.2); everything else passes by. */

/** 64 bits: digits, as they came. */
export const Id = z.union([z.string().regex(/^-?\d{1,20}$/), z.number().int()]).transform(String)
/** Ids of messages and posts, which are words. */
const Mid = z.string().min(1).max(120)
const Name = z.string().nullish().catch(null)
const Link = z.string().min(1).max(4000)
const At = z.number().int().nonnegative().optional().catch(undefined)
const Size = z.number().int().nonnegative().optional().catch(undefined)
const Side = z.number().int().positive().optional().catch(undefined)

export const User = z.object({
  user_id: Id,
  first_name: Name,
  last_name: Name,
  name: Name,
  username: Name,
  is_bot: z.boolean().optional().catch(undefined),
  avatar_url: Name,
  full_avatar_url: Name,
})
export type User = z.infer<typeof User>

const Button = z.object({ text: z.string(), payload: z.string().optional().catch(undefined) })

export const Attachment = z.object({
  type: z.string(),
  payload: z
    .object({
      url: Link.optional().catch(undefined),
      token: z.string().max(1000).optional().catch(undefined),
      vcf_info: z.string().max(20_000).nullish().catch(null),
      max_info: User.nullish().catch(null),
      buttons: z.array(z.array(Button)).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  filename: z.string().optional().catch(undefined),
  size: Size,
  width: Side,
  height: Side,
  duration: z.number().nonnegative().optional().catch(undefined),
  latitude: z.number().optional().catch(undefined),
  longitude: z.number().optional().catch(undefined),
  title: Name,
})
export type Attachment = z.infer<typeof Attachment>

const Body = z.object({
  mid: Mid,
  text: z.string().nullish(),
  attachments: z.array(Attachment).nullish(),
})
export type Body = z.infer<typeof Body>

export const Message = z.object({
  sender: User.nullish(),
  recipient: z.object({ chat_id: Id.nullish().catch(null), chat_type: z.string(), post_id: Mid.nullish().catch(null) }),
  timestamp: At,
  body: Body.nullish(),
  link: z.object({ type: z.string(), message: Body }).nullish().catch(null),
  url: Link.nullish().catch(null),
})
export type Message = z.infer<typeof Message>

export const Callback = z.object({
  callback: z.object({
    callback_id: z.string().min(1).max(500),
    payload: z.string().nullish().catch(null),
    user: User,
  }),
  message: Message.nullish().catch(null),
})

export const Started = z.object({ user: User, payload: z.string().nullish().catch(null) })

export const Removed = z.object({ message_id: Mid, user_id: Id })
