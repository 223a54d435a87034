import { z } from 'zod'

/** What we read of a callback (channels.md section 6.2); everything else passes by. */
export const longestId = 200
const UserId = z.string().min(1).max(longestId)
const Name = z.string().catch('')
const Link = z.string().min(1).max(4000)
const Size = z.number().int().nonnegative().optional().catch(undefined)

/** 64 bits: digits, as they came. */
const Token = z.union([z.string().regex(/^\d{1,30}$/), z.number().int().nonnegative()]).transform(String)
const At = z.number().int().nonnegative().optional().catch(undefined)

const User = z.object({ id: UserId, name: Name, avatar: z.string().max(4000).optional().catch(undefined) })
export type User = z.infer<typeof User>

const Content = z.object({
  type: z.string(),
  text: z.string().optional(),
  media: Link.optional().catch(undefined),
  file_name: z.string().optional().catch(undefined),
  file_size: Size,
  size: Size,
  /** Of a video, in milliseconds or seconds: clients differ, so it is not shown. */
  contact: z.object({ name: Name, phone_number: Name }).optional().catch(undefined),
  location: z.object({ lat: z.number(), lon: z.number() }).optional().catch(undefined),
  tracking_data: z.string().optional().catch(undefined),
})
export type Content = z.infer<typeof Content>

/** Event, its token and whoever it is about: what every callback is known by. */
export const Frame = z.object({
  event: z.string().min(1).max(64),
  message_token: Token.optional(),
  timestamp: At,
})

export const Written = z.object({ sender: User, message: Content, message_token: Token, timestamp: At })
export const Started = z.object({ user: User, context: z.string().optional().catch(undefined) })
export const Subscribed = z.object({ user: z.object({ id: UserId }) })
export const About = z.object({ user_id: UserId })
export const Receipt = z.object({ user_id: UserId, message_token: Token, desc: z.string().optional().catch(undefined) })
