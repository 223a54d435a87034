import { z } from 'zod'
import { badData, missingData } from './refusals'

const kB = 1024
const MB = 1024 * kB

/** A file as the service has fetched it. */
export interface FetchedMedia {
  readonly url: string
  readonly bytes: Buffer
  readonly mediaType: string
}

const Button = z.strictObject({
  Columns: z.number().int().min(1).max(6),
  Rows: z.number().int().min(1).max(2),
  Text: z.string().min(1).max(250),
  TextSize: z.enum(['small', 'regular', 'large']).optional(),
  ActionType: z.enum(['reply', 'open-url', 'share-phone', 'location-picker', 'none']),
  ActionBody: z.string().min(1),
  BgColor: z.string().optional(),
  Silent: z.boolean().optional(),
})
export type ViberButton = z.infer<typeof Button>

const Keyboard = z.strictObject({
  Type: z.literal('keyboard'),
  DefaultHeight: z.boolean().optional(),
  Buttons: z.array(Button).min(1),
})

const frame = {
  receiver: z.string().min(1),
  min_api_version: z.number().int().min(1),
  sender: z.strictObject({ name: z.string().min(1).max(28), avatar: z.string().optional() }),
  tracking_data: z.string().max(4096).optional(),
  keyboard: Keyboard.optional(),
}

const Message = z.discriminatedUnion('type', [
  z.strictObject({ ...frame, type: z.literal('text'), text: z.string().min(1).max(7000) }),
  z.strictObject({ ...frame, type: z.literal('picture'), media: z.url(), text: z.string().max(512) }),
  z.strictObject({
    ...{
      ...frame,
      type: z.literal('video'),
      media: z.url(),
      size: z
        .number()
        .int()
        .max(26 * MB),
    },
    duration: z.number().int().optional(),
  }),
  z.strictObject({
    ...{
      ...frame,
      type: z.literal('file'),
      media: z.url(),
      size: z
        .number()
        .int()
        .max(50 * MB),
    },
    file_name: z
      .string()
      .max(256)
      .regex(/\.\w{1,10}$/),
  }),
])
export type ViberMessage = z.infer<typeof Message>

const rowsLimit = 12

/** Buttons fill rows of six columns. */
function rowsOf(buttons: readonly ViberButton[]): number {
  let rows = 0
  let free = 0
  for (const { Columns: columns } of buttons) {
    if (columns > free) {
      rows += 1
      free = 6
    }
    free -= columns
  }
  return rows
}

/** What a call asks to send; throws as the service refuses. */
export function messageOf(body: Buffer): ViberMessage {
  if (body.length > 30 * kB) throw badData('request is too long')
  const given: unknown = JSON.parse(body.toString())
  const read = Message.safeParse(given)
  if (!read.success) {
    const [issue] = read.error.issues
    const place = issue?.path.join('.') ?? ''
    throw issue?.code === 'invalid_type' && issue.message.includes('undefined') ? missingData(place) : badData(place)
  }
  const asksPhone = read.data.keyboard?.Buttons.some(({ ActionType: type }) => type === 'share-phone') === true
  if (asksPhone && read.data.min_api_version < 3) throw badData('min_api_version')
  if (rowsOf(read.data.keyboard?.Buttons ?? []) > rowsLimit) throw badData('keyboard')
  return read.data
}

/** The service fetches the file by itself, and looks at what it has got. */
export async function fetchedMedia(message: ViberMessage): Promise<FetchedMedia | null> {
  if (message.type === 'text') return null
  const response = await fetch(message.media).catch(() => null)
  if (response?.status !== 200) throw badData(`media could not be fetched: ${response?.status ?? 'no answer'}`)
  const bytes = Buffer.from(await response.arrayBuffer())
  const mediaType = response.headers.get('content-type') ?? ''
  const path = new URL(message.media).pathname
  if (message.type === 'picture') {
    if (bytes.length > MB) throw badData('picture is too big')
    if (!/\.(?:jpe?g|png)$/i.test(path) || !/^image\/(?:jpeg|png)$/.test(mediaType)) throw badData('not a picture')
  } else if (bytes.length !== message.size) throw badData('size')
  if (message.type === 'video' && !/\.mp4$/i.test(path)) throw badData('not a video')
  return { url: message.media, bytes, mediaType }
}
