import { createHash } from 'node:crypto'
import type { Attachment } from '#protocol/attachment'
import type { ReplyButton } from '#protocol/reply-button'
import type { OutboundMessage } from '../channel'
import { splitText } from '../split-text'
import {
  attachmentLimit,
  inlineButtons,
  inlineRows,
  keyboardRows,
  labelLimit,
  payloadLimit,
  pictureBytes,
  rowButtons,
  textLimit,
} from './settings'

/** How VK takes a file: each has an upload of its own. */
export type Shape = 'photo' | 'voice' | 'doc'

export function shapeOf({ kind, mediaType, size }: Attachment): Shape {
  const isPicture = /^image\/(?:jpeg|png|webp|bmp)$/.test(mediaType)
  if (isPicture && size !== null && size <= pictureBytes) return 'photo'
  return kind === 'voice' && mediaType === 'audio/ogg' ? 'voice' : 'doc'
}

interface Piece {
  readonly text: string
  readonly attachments: readonly Attachment[]
}

/** Files in messages of at most ten; a voice stands alone, as VK shows it. Neighbours stay in their order. */
function groupsOf(attachments: readonly Attachment[]): readonly (readonly Attachment[])[] {
  const groups: Attachment[][] = []
  for (const attachment of attachments) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    const isAlone = shapeOf(attachment) === 'voice' || (last !== undefined && shapeOf(last) === 'voice')
    if (group === undefined || isAlone || group.length >= attachmentLimit) groups.push([attachment])
    else group.push(attachment)
  }
  return groups
}

/** Words stand above files in one message; a longer text leaves in messages of its own, the files with its last part. */
function piecesOf({ text, attachments }: OutboundMessage): readonly Piece[] {
  const texts = text === '' ? [] : splitText(text, textLimit)
  const groups = groupsOf(attachments)
  const [first, ...others] = groups
  const last = texts.at(-1)
  const isTogether = first !== undefined && last !== undefined && !first.some((file) => shapeOf(file) === 'voice')
  const words = isTogether ? texts.slice(0, -1) : texts
  const pieces: Piece[] = words.map((part) => ({ text: part, attachments: [] }))
  if (isTogether) pieces.push({ text: last, attachments: first })
  for (const group of isTogether ? others : groups) pieces.push({ text: '', attachments: group })
  return pieces.length === 0 ? [{ text: '', attachments: [] }] : pieces
}

/** The calls that carry a message; buttons stand under the last. */
export function splitMessage(message: OutboundMessage): readonly OutboundMessage[] {
  const pieces = piecesOf(message)
  return pieces.map(({ text, attachments }, index) => ({
    ...message,
    text,
    attachments,
    buttons: index === pieces.length - 1 ? message.buttons : [],
    replyToExternalId: index === 0 ? message.replyToExternalId : null,
  }))
}

/**
 * VK takes a number for what must not be sent twice: 32 bits, never 0, the same for the same part for ever. It is compared within
 * one dialogue and an hour, so that two parts hardly ever share one.
 */
export function randomIdOf(idempotencyKey: string): number {
  const number = createHash('sha256').update(idempotencyKey).digest().readInt32BE(0)
  return number === 0 ? 1 : number
}

/** Cut between characters. */
function cut(text: string, limit: number): string {
  let short = ''
  for (const character of text) {
    if (short.length + character.length > limit) break
    short += character
  }
  return short
}

/** A press tells only what the button carries, so it carries its label too, as long as there is room. */
function payloadOf({ id, label }: ReplyButton): string {
  const whole = JSON.stringify({ button: id, label })
  if (whole.length <= payloadLimit) return whole
  const bare = JSON.stringify({ button: id })
  return bare.length <= payloadLimit ? bare : JSON.stringify({ button: cut(id, 30) })
}

function actionOf(button: ReplyButton) {
  const label = cut(button.label, labelLimit)
  return button.url === null
    ? { action: { type: 'callback', label, payload: payloadOf(button) }, color: 'secondary' }
    : { action: { type: 'open_link', label, link: button.url } }
}

/** Rows no longer than VK takes. A link takes the width of two. */
function rowsOf(buttons: readonly (readonly ReplyButton[])[]): readonly (readonly ReplyButton[])[] {
  const rows: ReplyButton[][] = []
  for (const row of buttons) {
    let width = 0
    rows.push([])
    for (const button of row) {
      const wide = button.url === null ? 1 : 2
      if (width + wide > rowButtons) {
        rows.push([])
        width = 0
      }
      rows.at(-1)?.push(button)
      width += wide
    }
  }
  return rows.filter((row) => row.length > 0)
}

/** Under the message where there is room; else below the input line, until one is pressed. Null for a message without buttons. */
export function keyboardOf(buttons: readonly (readonly ReplyButton[])[]): string | null {
  const rows = rowsOf(buttons)
  if (rows.length === 0) return null
  const isInline = rows.length <= inlineRows && rows.flat().length <= inlineButtons
  const shown = rows.slice(0, keyboardRows).map((row) => row.map(actionOf))
  return JSON.stringify(isInline ? { inline: true, buttons: shown } : { one_time: true, inline: false, buttons: shown })
}
