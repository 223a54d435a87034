import type { Attachment } from '#protocol/attachment'
import { assertNever } from '#protocol/ids'
import type { ReplyButton } from '#protocol/reply-button'
import type { OutboundMessage } from '../channel'
import { splitText } from '../split-text'
import { threadOf } from './frame'
import {
  attachmentsLimit,
  audioBytes,
  buttonPayloadLimit,
  buttonRows,
  buttonsInRow,
  buttonTextLimit,
  linkButtonsInRow,
  pictureBytes,
  pictureSide,
  textLimit,
  videoBytes,
} from './settings'

/** How MAX takes a file up. */
export type UploadType = 'image' | 'video' | 'audio' | 'file'

const isWithin = (size: number | null, limit: number) => size !== null && size <= limit

/** What is outside the limits of its kind goes as a file: refused, it would be lost. */
export function uploadTypeOf({ mediaType, size, width, height }: Attachment): UploadType {
  const isPicture = /^image\/(?:jpeg|png|gif|bmp|tiff|heic)$/.test(mediaType)
  if (isPicture && isWithin(size, pictureBytes) && Math.max(width ?? 0, height ?? 0) <= pictureSide) return 'image'
  if (/^video\/(?:mp4|quicktime|webm)$/.test(mediaType) && isWithin(size, videoBytes)) return 'video'
  return /^audio\//.test(mediaType) && isWithin(size, audioBytes) ? 'audio' : 'file'
}

/** Pictures and videos share a message; sounds and files stand alone in theirs. */
const isShareable = (one: Attachment) => ['image', 'video'].includes(uploadTypeOf(one))

function groupsOf(attachments: readonly Attachment[]): readonly (readonly Attachment[])[] {
  const groups: Attachment[][] = []
  let isLastShareable = false
  for (const attachment of attachments) {
    const group = groups.at(-1)
    const joins = isLastShareable && isShareable(attachment) && group !== undefined && group.length < attachmentsLimit
    if (joins) group.push(attachment)
    else groups.push([attachment])
    isLastShareable = isShareable(attachment)
  }
  return groups
}

/**
 * The calls that carry a message. A text that fits stands with the first files, unless there are buttons and several calls: buttons
 * belong under the words, and the words under what they speak of. Comments are words alone: files come to them as calls that fail.
 */
export function splitMessage(message: OutboundMessage): readonly OutboundMessage[] {
  const { text, attachments, buttons } = message
  const groups = groupsOf(attachments)
  const isTogether = groups.length > 0 && text.length <= textLimit && (buttons.length === 0 || groups.length === 1)
  const files = groups.map((group, index) => ({ text: isTogether && index === 0 ? text : '', attachments: group }))
  const texts =
    isTogether || (text === '' && groups.length > 0)
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

/** Those that lead somewhere, or ask for something, are wider. */
const isWide = ({ url, kind }: ReplyButton) => url !== null || kind === 'sharePhone'

/** Rows of more buttons than fit go on in the next one. */
function rowsOf(buttons: readonly (readonly ReplyButton[])[]): readonly (readonly ReplyButton[])[] {
  const rows: (readonly ReplyButton[])[] = []
  for (const row of buttons) {
    const width = row.some(isWide) ? linkButtonsInRow : buttonsInRow
    for (let start = 0; start < row.length; start += width) rows.push(row.slice(start, start + width))
  }
  return rows.slice(0, buttonRows)
}

function buttonOf({ id, label, url, kind }: ReplyButton) {
  const text = label.slice(0, buttonTextLimit)
  if (url !== null) return { type: 'link', text, url }
  switch (kind) {
    case 'say':
      return { type: 'message', text }
    case 'sharePhone':
      return { type: 'request_contact', text }
    case undefined:
      return { type: 'callback', text, payload: id.slice(0, buttonPayloadLimit) }
    default:
      return assertNever(kind)
  }
}

/** An attachment like any other. */
export function keyboardOf(buttons: readonly (readonly ReplyButton[])[]) {
  return {
    type: 'inline_keyboard',
    payload: {
      buttons: rowsOf(buttons).map((row) => row.map(buttonOf)),
    },
  }
}

/** A file that MAX has taken up. */
export interface Uploaded {
  readonly type: UploadType
  readonly token: string
}

/** One call that sends: where to, and what. Text goes as it is, without format: a stray `_` or `<` must not be refused. */
export interface MaxSend {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>>
}

/** `answered`: what an answer in public stands under, when the part itself names nothing. */
export function callOf(part: OutboundMessage, files: readonly Uploaded[], answered: string | null): MaxSend {
  const { externalChat, text, buttons, replyToExternalId } = part
  const thread = threadOf(externalChat)
  const mid = replyToExternalId ?? (thread === null ? null : answered)
  const link = mid === null ? {} : { link: { type: 'reply', mid } }
  if (thread !== null) return { path: `/messages/${thread.post}/comments`, query: {}, body: { text, ...link } }
  const attachments = [
    ...files.map(({ type, token }) => ({ type, payload: { token } })),
    ...(buttons.length > 0 ? [keyboardOf(buttons)] : []),
  ]
  return {
    path: '/messages',
    query: { user_id: externalChat },
    body: {
      ...(text !== '' && { text }),
      ...(attachments.length > 0 && { attachments }),
      ...link,
      notify: true,
    },
  }
}
