import type { AttachmentKind } from '#protocol/attachment'
import type { InboundAttachment } from '../channel'
import { mapLink } from '../map-link'
import type { File, Message } from './update'

interface Looks {
  readonly kind: AttachmentKind
  readonly name: string
  readonly mediaType: string
}

function received(file: File, looks: Looks): InboundAttachment {
  return {
    ...looks,
    size: file.file_size ?? null,
    width: file.width ?? null,
    height: file.height ?? null,
    durationMs: file.duration === undefined ? null : Math.round(file.duration * 1000),
    source: { kind: 'remote', reference: file.file_id },
  }
}

/** Sizes of one photo come smallest first; the biggest is the photo. */
function photo(sizes: readonly File[], id: number): InboundAttachment | null {
  const biggest = sizes.toSorted((a, b) => (a.width ?? 0) * (a.height ?? 0) - (b.width ?? 0) * (b.height ?? 0)).at(-1)
  if (biggest === undefined) return null
  return received(biggest, { kind: 'picture', name: `photo-${id}.jpg`, mediaType: 'image/jpeg' })
}

/** Animated stickers come in formats no browser draws; their still picture does. */
function sticker(one: NonNullable<Message['sticker']>, id: number): InboundAttachment | null {
  const isStill = one.is_animated !== true && one.is_video !== true
  const drawn = isStill ? one : one.thumbnail
  if (drawn === undefined) return null
  return received(drawn, { kind: 'sticker', name: `sticker-${id}.webp`, mediaType: 'image/webp' })
}

function audioName(audio: NonNullable<Message['audio']>, id: number): string {
  const title = [audio.performer, audio.title].filter((part) => part !== undefined && part !== '').join(' - ')
  return audio.file_name ?? (title === '' ? `audio-${id}.mp3` : `${title}.mp3`)
}

/** Kind and media type of a document sent as a file: pictures stay pictures, or the operator would see only their name. */
function documentLooks(file: File, id: number): Looks {
  const mediaType = file.mime_type ?? 'application/octet-stream'
  const name = file.file_name ?? `file-${id}`
  const kind = /^image\/(?:jpeg|png|gif|webp)$/.test(mediaType) ? 'picture' : 'file'
  return { kind, name, mediaType }
}

/** The one attachment a message of Telegram may hold; null when it holds none that can be fetched. */
export function attachmentOf(message: Message): InboundAttachment | null {
  const id = message.message_id
  const { photo: sizes, animation, document, voice, audio, video, video_note: round, sticker: sent } = message
  if (sizes !== undefined) return photo(sizes, id)
  // An animation comes with a document of the same bytes beside it, for old programs.
  if (animation !== undefined)
    return received(animation, {
      kind: 'video',
      name: animation.file_name ?? `animation-${id}.mp4`,
      mediaType: animation.mime_type ?? 'video/mp4',
    })
  if (document !== undefined) return received(document, documentLooks(document, id))
  if (voice !== undefined)
    return received(voice, { kind: 'voice', name: `voice-${id}.ogg`, mediaType: voice.mime_type ?? 'audio/ogg' })
  if (audio !== undefined)
    return received(audio, { kind: 'audio', name: audioName(audio, id), mediaType: audio.mime_type ?? 'audio/mpeg' })
  if (video !== undefined)
    return received(video, {
      kind: 'video',
      name: video.file_name ?? `video-${id}.mp4`,
      mediaType: video.mime_type ?? 'video/mp4',
    })
  if (round !== undefined)
    return received(
      { ...round, width: round.length, height: round.length },
      { kind: 'video', name: `video-note-${id}.mp4`, mediaType: 'video/mp4' },
    )
  return sent === undefined ? null : sticker(sent, id)
}

/** What a message says in words: a card or a place as text, since the operator has to be able to copy it. */
export function textOf(message: Message): string {
  const { text, caption, contact, venue, location, sticker: sent } = message
  if (text !== undefined) return text
  if (caption !== undefined) return caption
  if (contact !== undefined) {
    const name = [contact.first_name, contact.last_name ?? ''].join(' ').trim()
    return `${name}\n${contact.phone_number}`.trim()
  }
  if (venue !== undefined)
    return `${venue.title}\n${venue.address}\n${mapLink(venue.location.latitude, venue.location.longitude)}`
  if (location !== undefined) return mapLink(location.latitude, location.longitude)
  return sent !== undefined && attachmentOf(message) === null ? (sent.emoji ?? '') : ''
}
