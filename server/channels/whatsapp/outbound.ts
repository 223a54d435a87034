import type { Attachment } from '#protocol/attachment'
import type { SentTemplate } from '#protocol/message'
import type { OutboundMessage, OutboundPart } from '../channel'
import { splitText } from '../split-text'
import { aboveButtons, arranged, type Interactive, interactiveOf, noWords } from './buttons'
import { sendAlong } from './sent-along'
import { captionLimit, pictureBytes, soundBytes, textLimit, videoBytes } from './settings'

/** How WhatsApp shows a file; all but sound may have a caption. */
export type Shape = 'image' | 'video' | 'audio' | 'document'

const sounds = /^audio\/(?:aac|mp4|mpeg|amr|ogg)$/

/** A file outside the limits of its kind goes as a document: refused as a picture it would be lost. */
export function shapeOf({ mediaType, size }: Attachment): Shape {
  const bytes = size ?? 0
  if (/^image\/(?:jpeg|png)$/.test(mediaType) && bytes <= pictureBytes) return 'image'
  if (/^video\/(?:mp4|3gpp)$/.test(mediaType) && bytes <= videoBytes) return 'video'
  return sounds.test(mediaType) && bytes <= soundBytes ? 'audio' : 'document'
}

const takesCaption = (file: Attachment) => shapeOf(file) !== 'audio'

/**
 * The calls that carry a message: each file one, for there are no albums. A text that fits is the caption of the first file, a longer
 * one follows the files; buttons stand under the last words.
 */
export function splitMessage(message: OutboundMessage): readonly OutboundMessage[] {
  if (message.template !== undefined) return [message]
  const { attachments } = message
  const { text, groups } = arranged(message.text, message.buttons)
  const [first] = attachments
  const isCaption =
    first !== undefined && groups.length === 0 && text.length <= captionLimit && text !== '' && takesCaption(first)
  const files = attachments.map((file, index) => ({ attachments: [file], text: isCaption && index === 0 ? text : '' }))
  const bare = (piece: string) => ({ attachments: [], text: piece, buttons: [] })
  const words = isCaption || (text === '' && groups.length === 0) ? [] : wordsOf(text, groups.length > 0).map(bare)
  const pressed = groups.map((group, index) => ({
    attachments: [],
    text: index === 0 ? (words.at(-1)?.text ?? noWords) : noWords,
    buttons: [group],
  }))
  const spoken = pressed.length > 0 ? words.slice(0, -1) : words
  const parts = [...files.map((file) => ({ ...file, buttons: [] })), ...spoken, ...pressed]
  return parts.map((part, index) => ({
    ...message,
    ...part,
    replyToExternalId: index === 0 ? message.replyToExternalId : null,
  }))
}

function wordsOf(text: string, isAboveButtons: boolean): readonly string[] {
  if (!isAboveButtons) return splitText(text, textLimit)
  return text === '' ? [] : aboveButtons(text, textLimit)
}

/** To whom and as what; the same frame for every kind of message. */
export interface CallFrame {
  readonly messaging_product: 'whatsapp'
  readonly recipient_type: 'individual'
  readonly to?: string
  readonly recipient?: string
  readonly context?: { readonly message_id: string }
  readonly biz_opaque_callback_data: string
}

export type WhatsAppCall =
  | { readonly kind: 'template'; readonly frame: CallFrame; readonly template: SentTemplate }
  | { readonly kind: 'text'; readonly frame: CallFrame; readonly text: string }
  | { readonly kind: 'interactive'; readonly frame: CallFrame; readonly text: string; readonly body: Interactive }
  | {
      readonly kind: 'file'
      readonly frame: CallFrame
      readonly shape: Shape
      readonly file: Attachment
      readonly caption: string
    }

/** Digits are a phone; whoever hides his has an id of words. */
export const recipientOf = (externalChat: string) =>
  /^\d+$/.test(externalChat) ? { to: externalChat } : { recipient: externalChat }

export function frameOf(part: OutboundPart): CallFrame {
  const { externalChat, replyToExternalId, seq, idempotencyKey: key } = part
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipientOf(externalChat),
    ...(replyToExternalId !== null && { context: { message_id: replyToExternalId } }),
    biz_opaque_callback_data: sendAlong({ key, seq, externalChat }),
  }
}

/** The call a part stands for. */
export function callOf(part: OutboundPart): WhatsAppCall {
  const frame = frameOf(part)
  if (part.template !== undefined) return { kind: 'template', frame, template: part.template }
  const [file] = part.attachments
  if (file !== undefined) return { kind: 'file', frame, shape: shapeOf(file), file, caption: part.text }
  const buttons = part.buttons.flat()
  if (buttons.length === 0) return { kind: 'text', frame, text: part.text }
  return { kind: 'interactive', frame, text: part.text, body: interactiveOf(buttons) }
}
