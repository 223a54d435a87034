import { z } from 'zod'
import { badPayload } from './refusals'

const text = z.string().min(1).max(128)
const Button = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('callback'), text, payload: z.string().max(1024) }),
  z.strictObject({ type: z.literal('link'), text, url: z.url().max(2048) }),
  z.strictObject({ type: z.literal('message'), text }),
  z.strictObject({ type: z.literal('request_contact'), text }),
])
export type MaxButton = z.infer<typeof Button>

const buttonRows = 30
const media = z.strictObject({ token: z.string().min(1) })
const Attachment = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['image', 'video', 'audio', 'file']), payload: media }),
  z.strictObject({
    type: z.literal('inline_keyboard'),
    payload: z.strictObject({ buttons: z.array(z.array(Button).min(1).max(7)).min(1).max(buttonRows) }),
  }),
])

const words = z.string().max(4000).nullish()
const link = z.strictObject({ type: z.literal('reply'), mid: z.string().min(1) }).nullish()
const NewMessage = z.strictObject({
  ...{ text: words, link },
  attachments: z.array(Attachment).max(12).nullish(),
  notify: z.boolean().optional(),
})
export type NewMessage = z.infer<typeof NewMessage>

const NewComment = z.strictObject({ text: z.string().min(1).max(4000), link })

export const Subscription = z.strictObject({
  url: z.string().regex(/^https:\/\/[^/:]+(?::443)?\/|^http:\/\/127\.0\.0\.1[:/]/),
  update_types: z.array(z.string().min(1)),
  secret: z.string().regex(/^[\w-]{5,256}$/),
})
export type Subscription = z.infer<typeof Subscription>

function parsed<Shape extends z.ZodType>(shape: Shape, body: Buffer): z.infer<Shape> {
  const read = shape.safeParse(JSON.parse(body.toString()))
  if (!read.success) throw badPayload(read.error.issues[0]?.path.join('.') ?? 'body')
  return read.data
}

export const subscriptionIn = (body: Buffer) => parsed(Subscription, body)
export const commentIn = (body: Buffer) => parsed(NewComment, body)

/** What a call asks to send or to put in place of what was sent; throws as the service refuses. */
export function messageIn(body: Buffer): NewMessage {
  const message = parsed(NewMessage, body)
  const files = (message.attachments ?? []).filter(({ type }) => type !== 'inline_keyboard')
  if ((message.text ?? '') === '' && files.length === 0) throw badPayload('text')
  const alone = files.filter(({ type }) => type === 'audio' || type === 'file')
  if (alone.length > 0 && files.length > 1) throw badPayload('Must be only one file attachment in message')
  for (const one of message.attachments ?? [])
    if (one.type === 'inline_keyboard')
      for (const row of one.payload.buttons)
        if (row.length > 3 && row.some(({ type }) => type === 'link' || type === 'request_contact'))
          throw badPayload('buttons')
  return message
}
