import { z } from 'zod'
import type { AttachmentKind } from '#protocol/attachment'
import type { InboundAttachment } from '../channel'
import { mapLink } from '../map-link'
import { Forwarded, isObject, type Message } from './event'

/** What an attachment comes to: a file to fetch, a line of text (a link, a title), or a type nobody here knows. */
type Piece =
  | { readonly kind: 'file'; readonly file: InboundAttachment }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'unknown'; readonly type: string }

/** Everything a message says besides its own words. */
export interface Content {
  readonly text: string
  readonly files: readonly InboundAttachment[]
  /** Types of attachments that cannot be shown. */
  readonly unknown: readonly string[]
}

const Link = z.string().min(1).max(4000)
const Side = z.number().int().positive().nullable().catch(null)
const Id = z.number().int()
const Title = z.string().catch('')

const Sized = z.object({ url: Link, width: Side, height: Side })
const Photo = z.object({ id: Id, sizes: z.array(Sized).min(1) })
const Doc = z.object({
  id: Id,
  title: Title,
  ext: z.string().max(20).catch(''),
  size: z.number().int().nonnegative().nullable().catch(null),
  url: Link,
})
const Voice = z.object({
  id: Id.catch(0),
  duration: z.number().nonnegative().nullable().catch(null),
  link_ogg: z.string().catch(''),
  link_mp3: z.string().catch(''),
})
const Sticker = z.object({ sticker_id: Id, images: z.array(Sized).min(1) })
const Graffiti = z.object({ id: Id, url: Link, width: Side, height: Side })
const Gift = z.object({ id: Id, thumb_256: Link })
const Owned = z.object({ id: Id, owner_id: Id, title: Title })
const Post = z.object({ id: Id, text: Title }).and(z.union([z.object({ to_id: Id }), z.object({ owner_id: Id })]))
const Shared = z.object({ url: Link, title: Title })
const Song = z.object({ artist: Title, title: Title })
const Poll = z.object({ id: Id, owner_id: Id, question: Title })
const Answer = z.object({ id: Id, owner_id: Id, post_id: Id })

const mediaTypes: Readonly<Record<string, string>> = {
  ...{ jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp' },
  ...{ pdf: 'application/pdf', txt: 'text/plain', csv: 'text/csv', zip: 'application/zip' },
  ...{ mp3: 'audio/mpeg', m4a: 'audio/mp4', ogg: 'audio/ogg', mp4: 'video/mp4', webm: 'video/webm' },
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

function kindOf(mediaType: string): AttachmentKind {
  const [family] = mediaType.split('/')
  return family === 'image' ? 'picture' : family === 'audio' || family === 'video' ? family : 'file'
}

const remote = (reference: string) => ({ kind: 'remote', reference }) as const
const noFacts = { size: null, width: null, height: null, durationMs: null }

function biggest(sizes: readonly z.infer<typeof Sized>[]) {
  return sizes.reduce((best, one) =>
    (one.width ?? 0) * (one.height ?? 0) >= (best.width ?? 0) * (best.height ?? 0) ? one : best,
  )
}

const file = (attachment: InboundAttachment): Piece => ({ kind: 'file', file: attachment })
const line = (...words: readonly string[]): Piece => ({
  kind: 'line',
  text: words.filter((word) => word !== '').join('\n'),
})

function drawn(
  kind: AttachmentKind,
  name: string,
  { url, width, height }: z.infer<typeof Sized>,
  mediaType: string,
): Piece {
  return file({ ...noFacts, kind, name, mediaType, width, height, source: remote(url) })
}

function document({ title, ext, id, size, url }: z.infer<typeof Doc>): Piece {
  const mediaType = mediaTypes[ext.toLowerCase()] ?? 'application/octet-stream'
  const isNamed = ext === '' || title.toLowerCase().endsWith(`.${ext.toLowerCase()}`)
  const name = title === '' ? `file-${id}${ext === '' ? '' : `.${ext}`}` : isNamed ? title : `${title}.${ext}`
  return file({ ...noFacts, kind: kindOf(mediaType), name, mediaType, size, source: remote(url) })
}

/** OGG is what every player here takes; some answers hold only one of the two. */
function voice({ id, duration, link_ogg: ogg, link_mp3: mp3 }: z.infer<typeof Voice>): Piece | null {
  const link = ogg === '' ? mp3 : ogg
  if (link === '') return null
  const [extension, mediaType] = ogg === '' ? ['mp3', 'audio/mpeg'] : ['ogg', 'audio/ogg']
  const durationMs = duration === null ? null : Math.round(duration * 1000)
  return file({
    ...noFacts,
    kind: 'voice',
    name: `voice-${id}.${extension}`,
    mediaType,
    durationMs,
    source: remote(link),
  })
}

const page = (word: string, owner: number, id: number) => `https://vk.com/${word}${owner}_${id}`

/** A reader for each type: of a body of its shape, what it comes to. */
const reader =
  <Body>(shape: z.ZodType<Body>, read: (body: Body) => Piece | null) =>
  (body: unknown): Piece | null => {
    const parsed = shape.safeParse(body)
    return parsed.success ? read(parsed.data) : null
  }

const readers: ReadonlyMap<string, (body: unknown) => Piece | null> = new Map([
  ['photo', reader(Photo, ({ id, sizes }) => drawn('picture', `photo-${id}.jpg`, biggest(sizes), 'image/jpeg'))],
  ['doc', reader(Doc, document)],
  ['audio_message', reader(Voice, voice)],
  [
    'sticker',
    reader(Sticker, (one) => drawn('sticker', `sticker-${one.sticker_id}.png`, biggest(one.images), 'image/png')),
  ],
  ['graffiti', reader(Graffiti, (one) => drawn('picture', `graffiti-${one.id}.png`, one, 'image/png'))],
  [
    'gift',
    reader(Gift, ({ id, thumb_256: url }) =>
      drawn('sticker', `gift-${id}.png`, { url, width: 256, height: 256 }, 'image/png'),
    ),
  ],
  ['video', reader(Owned, ({ id, owner_id, title }) => line(title, page('video', owner_id, id)))],
  ['market', reader(Owned, ({ id, owner_id, title }) => line(title, page('product', owner_id, id)))],
  [
    'wall',
    reader(Post, (post) => line(post.text, page('wall', 'to_id' in post ? post.to_id : post.owner_id, post.id))),
  ],
  ['wall_reply', reader(Answer, ({ id, owner_id, post_id }) => line(`${page('wall', owner_id, post_id)}?reply=${id}`))],
  ['link', reader(Shared, ({ title, url }) => line(title, url))],
  ['audio', reader(Song, ({ artist, title }) => line([artist, title].filter((word) => word !== '').join(' - ')))],
  ['poll', reader(Poll, ({ id, owner_id, question }) => line(question, page('poll', owner_id, id)))],
  ['story', reader(Owned, ({ id, owner_id }) => line(page('story', owner_id, id)))],
])

/** What a list of attachments may hold at most; VK sends ten. */
const mostAttachments = 50

function piecesOf(attachments: readonly unknown[]): readonly Piece[] {
  return attachments.slice(0, mostAttachments).map((one): Piece => {
    const type = isObject(one) && typeof one.type === 'string' ? one.type : 'attachment'
    const piece = isObject(one) ? readers.get(type)?.(one[type]) : null
    return piece ?? { kind: 'unknown', type: type.slice(0, 60) }
  })
}

/** `[id5001|Анна]` is how VK writes a mention; on its screens only the name stands. */
const withoutMarkup = (text: string) => text.replaceAll(/\[(?:id|club|public|event)\d{1,20}\|([^[\]|]{1,200})\]/g, '$1')

/** Forwarded messages may hold forwarded messages; so deep is looked. */
const deepestForward = 3

function quoted(text: string): string {
  return text
    .split('\n')
    .map((words) => `> ${words}`)
    .join('\n')
}

/** Words and files of a message, with those of what was forwarded in it: quoted, so that one sees whose they are. */
export function contentOf(
  { text, attachments, fwd_messages: forwarded, geo }: Pick<Message, 'text' | 'attachments' | 'fwd_messages' | 'geo'>,
  depth = 0,
): Content {
  const pieces = piecesOf(attachments)
  const lines = pieces.flatMap((piece) => (piece.kind === 'line' ? [piece.text] : []))
  const place = geo === undefined ? [] : [mapLink(geo.coordinates.latitude, geo.coordinates.longitude)]
  const inner = depth < deepestForward ? forwarded.slice(0, mostAttachments).map((one) => forwardedOf(one, depth)) : []
  const quotations = inner.flatMap((one) => (one.text === '' ? [] : [quoted(one.text)]))
  return {
    text: [withoutMarkup(text), ...lines, ...place, ...quotations].filter((part) => part !== '').join('\n'),
    files: [
      ...pieces.flatMap((piece) => (piece.kind === 'file' ? [piece.file] : [])),
      ...inner.flatMap(({ files }) => files),
    ].slice(0, mostAttachments),
    unknown: [
      ...pieces.flatMap((piece) => (piece.kind === 'unknown' ? [piece.type] : [])),
      ...inner.flatMap(({ unknown }) => unknown),
    ].slice(0, mostAttachments),
  }
}

function forwardedOf(one: unknown, depth: number): Content {
  const parsed = Forwarded.safeParse(one)
  if (!parsed.success) return { text: '', files: [], unknown: ['forwarded'] }
  return contentOf({ ...parsed.data, geo: undefined }, depth + 1)
}
