import type { InboundAttachment } from '../channel'
import { mapLink } from '../map-link'
import type { Attachment, Body } from './update'

type Looks = Pick<InboundAttachment, 'kind' | 'name' | 'mediaType'>

/** The end of a message's id tells its files apart well enough. */
const short = (mid: string) => mid.replaceAll(/[^\w-]/g, '').slice(-8)

function looksOf({ type, filename }: Attachment, mid: string, index: number): Looks | null {
  const id = `${short(mid)}${index === 0 ? '' : `-${index + 1}`}`
  switch (type) {
    case 'image':
      return { kind: 'picture', name: `photo-${id}.jpg`, mediaType: 'image/jpeg' }
    case 'video':
      return { kind: 'video', name: `video-${id}.mp4`, mediaType: 'video/mp4' }
    case 'audio':
      return { kind: 'voice', name: `voice-${id}.ogg`, mediaType: 'audio/ogg' }
    case 'sticker':
      return { kind: 'sticker', name: `sticker-${id}.webp`, mediaType: 'image/webp' }
    case 'file': {
      const name = filename === undefined || filename === '' ? `file-${id}` : filename
      const isPicture = /\.(?:jpe?g|png|gif|webp)$/i.test(name)
      return { kind: isPicture ? 'picture' : 'file', name, mediaType: 'application/octet-stream' }
    }
    default:
      return null
  }
}

const videoMark = 'video:'

/** The link beside a video may be that of a page: its files are asked for by its token. */
function referenceOf({ type, payload }: Attachment): string | null {
  const url = payload?.url
  const token = payload?.token
  if (type === 'video' && token !== undefined && /^[\w.-]{1,500}$/.test(token))
    return `${videoMark}${token}|${url ?? ''}`
  return url ?? null
}

/** What `referenceOf` has made of a video. */
export function videoOf(reference: string): { readonly token: string; readonly url: string | null } | null {
  if (!reference.startsWith(videoMark)) return null
  const end = reference.indexOf('|')
  const url = reference.slice(end + 1)
  return { token: reference.slice(videoMark.length, end), url: url === '' ? null : url }
}

export function attachmentsOf({ attachments, mid }: Body): readonly InboundAttachment[] {
  const found: InboundAttachment[] = []
  for (const attachment of attachments ?? []) {
    const looks = looksOf(attachment, mid, found.length)
    const reference = referenceOf(attachment)
    if (looks === null || reference === null) continue
    const { size, width, height, duration } = attachment
    found.push({
      ...looks,
      ...{ size: size ?? null, width: width ?? null, height: height ?? null },
      durationMs: duration === undefined ? null : Math.round(duration * 1000),
      source: { kind: 'remote', reference },
    })
  }
  return found
}

/** Said in words, or nothing to show. */
const wordy: ReadonlySet<string> = new Set([
  ...['contact', 'location', 'share', 'inline_keyboard', 'reply_keyboard', 'data'],
])

/** Kinds of attachments that nobody knows, or that hold nothing to fetch. */
export const unknownTypes = ({ attachments, mid }: Body): readonly string[] =>
  (attachments ?? []).flatMap((one) => {
    const isKnown = wordy.has(one.type) || (looksOf(one, mid, 0) !== null && referenceOf(one) !== null)
    return isKnown ? [] : [one.type.slice(0, 60)]
  })

const lineOf = (card: string, name: string): string | null =>
  new RegExp(`^${name}(?:;[^:\\r\\n]*)?:([^\\r\\n]*)$`, 'im').exec(card)?.[1]?.trim() ?? null

function contactOf({ payload }: Attachment): string {
  const card = payload?.vcf_info ?? ''
  const person = payload?.max_info
  const named = [person?.first_name, person?.last_name]
    .filter((part) => typeof part === 'string' && part !== '')
    .join(' ')
  const name = lineOf(card, 'FN') ?? named
  return [name, lineOf(card, 'TEL') ?? ''].filter((part) => part !== '').join('\n')
}

function wordsOf(attachment: Attachment, said: string): string {
  const { type, latitude, longitude, payload } = attachment
  if (type === 'contact') return contactOf(attachment)
  if (type === 'location' && latitude !== undefined && longitude !== undefined) return mapLink(latitude, longitude)
  const url = payload?.url ?? ''
  return type === 'share' && !said.includes(url) ? url : ''
}

/** What a message says in words: a card, a place or a link as text, since the operator has to be able to copy it. */
export function textOf({ text, attachments }: Body): string {
  const said = text ?? ''
  return [said, ...(attachments ?? []).map((one) => wordsOf(one, said))].filter((part) => part !== '').join('\n')
}

/** A person's own number, which he has just shared; a card of somebody else is only words. */
export function phoneOf({ attachments }: Body, userId: string): string | null {
  const own = attachments?.find(({ type, payload }) => type === 'contact' && payload?.max_info?.user_id === userId)
  const phone = own === undefined ? null : lineOf(own.payload?.vcf_info ?? '', 'TEL')
  return phone === '' ? null : phone
}
