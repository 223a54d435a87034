import type { Attachment } from '#protocol/attachment'
import type { ReplyButton } from '#protocol/reply-button'
import type { OutboundMessage, OutboundPart } from '../channel'
import { splitText } from '../split-text'
import {
  albumLimit,
  callbackDataBytes,
  captionLimit,
  pictureBytes,
  pictureRatio,
  pictureSides,
  textLimit,
} from './settings'

/** How Telegram shows a file; only some of them go into one album. */
export type Shape = 'photo' | 'video' | 'animation' | 'voice' | 'audio' | 'document'

export interface Button {
  readonly text: string
  readonly callback_data?: string
  readonly url?: string
}

/** Below the message; or in place of the phone's own keys, until one is pressed: there alone one can share his number. */
export type Markup =
  | { readonly inline_keyboard: Button[][] }
  | {
      readonly keyboard: { readonly text: string; readonly request_contact: boolean }[][]
      readonly resize_keyboard: true
      readonly one_time_keyboard: true
    }

export interface CallFrame {
  readonly chat_id: number
  readonly reply_parameters?: { readonly message_id: number; readonly allow_sending_without_reply: true }
  readonly reply_markup?: Markup
}

/** One call of the Bot API; files are named, their bytes are added by who makes the call. */
export type TelegramCall =
  | { readonly kind: 'text'; readonly frame: CallFrame; readonly text: string }
  | {
      readonly kind: 'file'
      readonly shape: Shape
      readonly frame: CallFrame
      readonly file: Attachment
      readonly caption: string
    }
  | {
      readonly kind: 'album'
      readonly frame: Omit<CallFrame, 'reply_markup'>
      readonly shapes: readonly Shape[]
      readonly files: readonly Attachment[]
      readonly caption: string
    }

/** A picture outside Telegram's limits goes as a file: refused as a photo it would be lost. */
function isPhoto({ size, width, height }: Attachment): boolean {
  if (size === null || size > pictureBytes) return false
  if (width === null || height === null) return true
  const ratio = Math.max(width, height) / Math.min(width, height)
  return width + height <= pictureSides && ratio <= pictureRatio
}

export function shapeOf(attachment: Attachment): Shape {
  const { kind, mediaType } = attachment
  if (mediaType === 'image/gif') return 'animation'
  if (/^image\/(?:jpeg|png|webp)$/.test(mediaType)) return isPhoto(attachment) ? 'photo' : 'document'
  if (mediaType === 'video/mp4') return 'video'
  const isSound = /^audio\/(?:ogg|mpeg|mp4|x-m4a)$/.test(mediaType)
  if (kind === 'voice' && isSound) return 'voice'
  return isSound && mediaType !== 'audio/ogg' ? 'audio' : 'document'
}

/** Photos and videos mix; documents and audio stay among themselves; the rest stands alone. */
const albums: Readonly<Record<Shape, 'visual' | 'documents' | 'audios' | null>> = {
  photo: 'visual',
  video: 'visual',
  document: 'documents',
  audio: 'audios',
  voice: null,
  animation: null,
}

/** Neighbours that fit into one album, in their order, at most ten each. */
function albumsOf(attachments: readonly Attachment[], isTogether: boolean): readonly (readonly Attachment[])[] {
  const groups: Attachment[][] = []
  let last: string | null = null
  for (const attachment of attachments) {
    const album = isTogether ? albums[shapeOf(attachment)] : null
    const group = groups.at(-1)
    if (group !== undefined && album !== null && album === last && group.length < albumLimit) group.push(attachment)
    else groups.push([attachment])
    last = album
  }
  return groups
}

/**
 * The calls that carry a message. A text that fits is the caption of the first file, a longer one follows the files; buttons stand
 * under the last call, and never under an album, which has no place for them.
 */
export function splitMessage(message: OutboundMessage): readonly OutboundMessage[] {
  const { text, attachments, buttons } = message
  const hasButtons = buttons.length > 0
  const groups = albumsOf(attachments, !hasButtons || text !== '')
  const isCaption = groups.length > 0 && text.length <= captionLimit && (!hasButtons || attachments.length === 1)
  const files = groups.map((group, index) => ({ text: isCaption && index === 0 ? text : '', attachments: group }))
  const texts =
    isCaption || (text === '' && groups.length > 0)
      ? []
      : splitText(text, textLimit).map((piece) => ({ text: piece, attachments: [] }))
  const parts = [...files, ...texts]
  return parts.map((part, index) => ({
    ...message,
    ...part,
    buttons: index === parts.length - 1 ? buttons : [],
    replyToExternalId: index === 0 ? message.replyToExternalId : null,
  }))
}

/** Cut to what Telegram takes, between characters. */
function shortData(id: string): string {
  let data = ''
  for (const character of id) {
    if (Buffer.byteLength(data + character) > callbackDataBytes) break
    data += character
  }
  return data
}

function buttonOf({ id, label, url }: ReplyButton): Button {
  return url === null ? { text: label, callback_data: shortData(id) } : { text: label, url }
}

/** Null for the keys that stand in place of the phone's own: they are no part of a message. */
export function inlineMarkupOf(buttons: OutboundMessage['buttons']): { inline_keyboard: Button[][] } | null {
  const markup = buttons.length === 0 ? null : markupOf(buttons)
  return markup !== null && 'inline_keyboard' in markup ? markup : null
}

function markupOf(buttons: OutboundMessage['buttons']): Markup {
  if (!buttons.flat().some(({ kind }) => kind === 'sharePhone'))
    return { inline_keyboard: buttons.map((row) => row.map(buttonOf)) }
  const keyOf = ({ label, kind }: ReplyButton) => ({ text: label, request_contact: kind === 'sharePhone' })
  return { keyboard: buttons.map((row) => row.map(keyOf)), resize_keyboard: true, one_time_keyboard: true }
}

/** Ids count in their chat alone: in a group that was upgraded the same number is another message. */
function frameOf({ externalChat, replyToExternalId, replyToChat = null, buttons }: OutboundMessage): CallFrame {
  return {
    chat_id: Number(externalChat),
    // The message answered may be gone there; the answer matters more than the quotation.
    ...(replyToExternalId === null || replyToChat !== null
      ? {}
      : { reply_parameters: { message_id: Number(replyToExternalId), allow_sending_without_reply: true } }),
    ...(buttons.length === 0 ? {} : { reply_markup: markupOf(buttons) }),
  }
}

/** The call a part stands for. Text goes as it is, without parse mode: a stray `_` or `<` must not be refused. */
export function callOf(part: OutboundPart | OutboundMessage): TelegramCall {
  const frame = frameOf(part)
  const [file, ...more] = part.attachments
  if (file === undefined) return { kind: 'text', frame, text: part.text }
  const shape = shapeOf(file)
  if (more.length === 0) return { kind: 'file', shape, frame, file, caption: part.text }
  const { reply_markup: _none, ...albumFrame } = frame
  return {
    kind: 'album',
    frame: albumFrame,
    shapes: part.attachments.map(shapeOf),
    files: part.attachments,
    caption: part.text,
  }
}
