import type { Attachment } from '#protocol/attachment'
import type { OutboundMessage } from '../channel'
import { splitText } from '../split-text'
import { asksPhone, keyboardOf, trackingDataOf } from './buttons'
import {
  captionLimit,
  fileNameLimit,
  pictureBytes,
  senderNameLimit,
  sharePhoneVersion,
  textLimit,
  videoBytes,
} from './settings'

/** How Viber shows a file; everything it does not know goes as a file. */
type Shape = 'picture' | 'video' | 'file'

/** A picture above the limit would be refused; as a file it arrives. */
export function shapeOf({ mediaType, size }: Attachment): Shape {
  if (/^image\/(?:jpeg|png)$/.test(mediaType) && size !== null && size <= pictureBytes) return 'picture'
  return mediaType === 'video/mp4' && size !== null && size <= videoBytes ? 'video' : 'file'
}

/**
 * The calls that carry a message, a file each. Only a picture has room for words: a text that fits stands under the first one, another
 * follows the files. Buttons belong to the last call, since a message without any takes them off the screen.
 */
export function splitMessage(message: OutboundMessage): readonly OutboundMessage[] {
  const { text, attachments, buttons } = message
  const first = attachments[0]
  const isCaption = first !== undefined && shapeOf(first) === 'picture' && text.length <= captionLimit
  const files = attachments.map((one, index) => ({ text: isCaption && index === 0 ? text : '', attachments: [one] }))
  const texts =
    isCaption || (text === '' && files.length > 0)
      ? []
      : splitText(text, textLimit).map((piece) => ({ text: piece, attachments: [] }))
  const parts = [...files, ...texts]
  return parts.map((part, index) => ({
    ...message,
    ...part,
    buttons: index === parts.length - 1 ? buttons : [],
    replyToExternalId: null,
  }))
}

/** Cut to what Viber takes, between characters. */
function shortName(name: string): string {
  let short = ''
  for (const character of name) {
    if (short.length + character.length > senderNameLimit) break
    short += character
  }
  return short
}

/** A name has to end in its extension, whatever is cut off. */
function fileName(name: string): string {
  if (name.length <= fileNameLimit) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 ? name.slice(dot) : ''
  return name.slice(0, fileNameLimit - extension.length) + extension
}

function contentOf({ text, attachments: [file] }: OutboundMessage, link: string) {
  if (file === undefined) return { type: 'text', text }
  switch (shapeOf(file)) {
    case 'picture':
      return { type: 'picture', media: link, text }
    case 'video': {
      const { size, durationMs } = file
      const duration = durationMs === null ? {} : { duration: Math.round(durationMs / 1000) }
      return { type: 'video', media: link, size, ...duration }
    }
    case 'file':
      return { type: 'file', media: link, size: file.size, file_name: fileName(file.name) }
  }
}

/** The body of `send_message`. `senderName` stands above the message; `link` is where Viber fetches the part's file. */
export function bodyOf(part: OutboundMessage, senderName: string, link: string): Readonly<Record<string, unknown>> {
  const { externalChat, buttons } = part
  const trackingData = trackingDataOf(buttons)
  return {
    ...{ receiver: externalChat, min_api_version: asksPhone(buttons) ? sharePhoneVersion : 1 },
    sender: { name: shortName(senderName) },
    ...contentOf(part, link),
    ...(buttons.length > 0 && { keyboard: keyboardOf(buttons) }),
    ...(trackingData !== null && { tracking_data: trackingData }),
  }
}

/** The same for a program that is too old for it: words alone, a file as its address. */
export function plainBodyOf(
  part: OutboundMessage,
  senderName: string,
  link: string,
): Readonly<Record<string, unknown>> {
  const words = part.attachments.length === 0 ? part.text : `${part.text}\n${link}`.trim()
  return {
    ...{ receiver: part.externalChat, min_api_version: 1, sender: { name: shortName(senderName) } },
    ...{ type: 'text', text: words },
  }
}
