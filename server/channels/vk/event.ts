import { z } from 'zod'

/** What we read of an event (channels.md section 4.2). Everything else passes by; a field of a wrong type makes the event unknown. */
const Id = z.number().int()
const Seconds = z.number().int().nonnegative()
const Text = z.string().catch('')
const Things = z.array(z.unknown()).catch([])

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A person or a community as our own look-up has it; stands beside the event in what is stored. */
export const Profile = z.object({
  id: Id,
  name: z.string(),
  screenName: z.string().nullable(),
  picture: z.string().nullable(),
})
export type Profile = z.infer<typeof Profile>

/** Where the look-up is put, beside `type` and `object`; no field of VK has this name. */
export const profileKey = 'pult_profile'

export const Geo = z.object({ coordinates: z.object({ latitude: z.number(), longitude: z.number() }) })

export const Message = z.object({
  id: Id,
  date: Seconds,
  peer_id: Id,
  from_id: Id,
  text: Text,
  conversation_message_id: Id,
  attachments: Things,
  fwd_messages: Things,
  reply_message: z.object({ conversation_message_id: Id, from_id: Id }).optional().catch(undefined),
  payload: z.string().max(2000).optional().catch(undefined),
  ref: z.string().max(500).optional().catch(undefined),
  geo: Geo.optional().catch(undefined),
  random_id: Id.optional().catch(undefined),
  admin_author_id: Id.optional().catch(undefined),
  update_time: Seconds.optional().catch(undefined),
  deleted: z.number().optional().catch(undefined),
})
export type Message = z.infer<typeof Message>

export const NewMessage = z.object({ message: Message })

export const Press = z.object({
  user_id: Id,
  peer_id: Id,
  event_id: z.string().min(1).max(100),
  payload: z.unknown(),
  conversation_message_id: Id.optional().catch(undefined),
})

export const Permission = z.object({ user_id: Id })

export const ReadMark = z.object({ from_id: Id, conversation_message_id: Id })

export const Typing = z.object({ from_id: Id })

export const Reaction = z.object({
  reacted_id: Id,
  peer_id: Id,
  cmid: Id,
  reaction_id: Id.optional().catch(undefined),
})

/** Of every kind of page. What the page is, is in fields of its own. */
export const Comment = z.object({
  id: Id,
  from_id: Id,
  date: Seconds,
  text: Text,
  attachments: Things,
  reply_to_comment: Id.optional().catch(undefined),
})
export type Comment = z.infer<typeof Comment>

/** Who wrote it is not told, or told in a field that in other events names who has taken it away. */
export const GoneComment = z.object({ id: Id })

/** Something forwarded: words and attachments of somebody else. */
export const Forwarded = z.object({ text: Text, attachments: Things, fwd_messages: Things })

/** Our buttons carry their id and label, because a press tells only what the button carries. */
export const ButtonPayload = z.object({ button: z.string().min(1).max(64), label: Text })
