import { z } from 'zod'

/** What we read of an update (channels.md section 3.2). Everything else passes by; a field of a wrong type makes the update unknown. */
const Id = z.number().int()
const Name = z.string().catch('')
const Size = z.number().int().nonnegative().optional().catch(undefined)
const Side = z.number().int().positive().optional().catch(undefined)

const User = z.object({
  id: Id,
  is_bot: z.boolean().optional(),
  first_name: Name,
  last_name: z.string().optional(),
  username: z.string().optional(),
})
export type User = z.infer<typeof User>

const Chat = z.object({ id: Id, type: z.string(), title: z.string().optional() })

const File = z.object({
  file_id: z.string().min(1).max(500),
  file_size: Size,
  file_name: z.string().optional(),
  mime_type: z.string().max(127).optional(),
  duration: z.number().nonnegative().optional(),
  width: Side,
  height: Side,
})
export type File = z.infer<typeof File>

const Location = z.object({ latitude: z.number(), longitude: z.number() })

const Button = z.object({ text: z.string(), callback_data: z.string().optional() })

/** What a message of words alone holds: nine of ten, and the other fields take longer to look for than all of these to read. */
const Words = z.object({
  message_id: Id,
  date: z.number().int().nonnegative(),
  edit_date: z.number().int().nonnegative().optional(),
  chat: Chat,
  from: User.optional(),
  text: z.string().optional(),
  media_group_id: z.string().max(64).optional(),
  reply_to_message: z.object({ message_id: Id }).optional(),
})

export const Message = Words.extend({
  caption: z.string().optional(),
  photo: z.array(File).optional(),
  document: File.optional(),
  animation: File.optional(),
  voice: File.optional(),
  audio: File.extend({ performer: z.string().optional(), title: z.string().optional() }).optional(),
  video: File.optional(),
  video_note: File.extend({ length: Side }).optional(),
  sticker: File.extend({
    emoji: z.string().optional(),
    is_animated: z.boolean().optional(),
    is_video: z.boolean().optional(),
    thumbnail: File.optional(),
  }).optional(),
  contact: z
    .object({ phone_number: z.string(), first_name: Name, last_name: z.string().optional(), user_id: Id.optional() })
    .optional(),
  location: Location.optional(),
  venue: z.object({ location: Location, title: Name, address: Name }).optional(),
  reply_markup: z
    .object({ inline_keyboard: z.array(z.array(Button)) })
    .optional()
    .catch(undefined),
})
export type Message = z.infer<typeof Message>

/** The schema that reads a message: with `text` there is no attachment. */
export const messageShape = (body: Record<string, unknown>): z.ZodType<Message> =>
  typeof body.text === 'string' ? Words : Message

export const CallbackQuery = z.object({
  id: z.string().min(1).max(64),
  from: User,
  data: z.string().optional(),
  // An old message is "inaccessible": chat and id only.
  message: z.object({ message_id: Id, chat: Chat, reply_markup: Message.shape.reply_markup }).optional(),
})
export type CallbackQuery = z.infer<typeof CallbackQuery>

/** What a person answers a message with: signs, the newest last; none = taken back. */
export const Reaction = z.object({
  chat: Chat,
  message_id: Id,
  new_reaction: z.array(z.object({ type: z.string(), emoji: z.string().max(32).optional() })).max(50),
})

/** A group has become another one (a supergroup), and says so for the last time. */
export const Migration = z.object({ chat: Chat, migrate_to_chat_id: Id })

export const ChatMember = z.object({
  chat: Chat,
  from: User,
  new_chat_member: z.object({ status: z.string() }),
})
export type ChatMember = z.infer<typeof ChatMember>

/** Telegram's number of an update; exactly one of the other fields is there, each parsed on its own. */
export const UpdateId = Id.nonnegative()
