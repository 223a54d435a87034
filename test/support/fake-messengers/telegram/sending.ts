import type { SentFile } from '../multipart'
import type { FakeFile, FakeFiles } from './files'
import { type FakeButton, keyboardIn } from './keyboard'
import { isRecord, list, number, object, type Params, text } from './params'
import { badRequest, Refusal } from './refusals'

/** What the bot has sent, as the person sees it. */
export interface FakeMessage {
  readonly messageId: number
  readonly chatId: number
  text: string
  readonly method: string
  readonly file: FakeFile | null
  readonly fileName: string | null
  buttons: FakeButton[][] | null
  readonly album: string | null
  readonly replyTo: number | null
  isDeleted: boolean
}

export type Draft = Pick<FakeMessage, 'text' | 'method' | 'file' | 'fileName' | 'buttons' | 'album' | 'replyTo'>

const MiB = 1024 * 1024
const folders = {
  ...{ sendPhoto: 'photo', sendDocument: 'document', sendVideo: 'video', sendVoice: 'voice', sendAudio: 'audio' },
  sendAnimation: 'animation',
} as const
export type FileMethod = keyof typeof folders

/** Which field of a call holds the file. */
export const isFileMethod = (method: string): method is FileMethod => method in folders

const captionLimit = 1024

function checkText(value: string | undefined): string {
  if (value === undefined || value.trim() === '') throw badRequest('message text is empty')
  if (value.length > 4096) throw badRequest('message is too long')
  return value
}

function checkCaption(value: string | undefined): string {
  if ((value ?? '').length > captionLimit) throw badRequest('message caption is too long')
  return value ?? ''
}

/** Sides of a PNG, which is all our tests send as photos; other formats have none here. */
function pngSides(bytes: Buffer): readonly [number, number] | null {
  const isPng = bytes.length > 24 && bytes.subarray(1, 4).toString() === 'PNG'
  return isPng ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] : null
}

function checkBytes(kind: string, { bytes }: SentFile): void {
  if (bytes.length === 0) throw badRequest('file must be non-empty')
  if (bytes.length > 50 * MiB) throw new Refusal(413, 'Request Entity Too Large')
  if (kind !== 'photo') return
  if (bytes.length > 10 * MiB) throw badRequest('file is too big')
  const [width, height] = pngSides(bytes) ?? [1, 1]
  const ratio = Math.max(width, height) / Math.min(width, height)
  if (width + height > 10_000 || ratio > 20) throw badRequest('PHOTO_INVALID_DIMENSIONS')
}

/** A file of a call: uploaded with it (`attach://name` or under its own field), or one the service knows by its id. */
function fileOf(params: Params, files: FakeFiles, value: unknown, kind: string): readonly [FakeFile, string | null] {
  const reference = typeof value === 'string' ? value : ''
  const sent =
    params.files.get(reference.replace(/^attach:\/\//, '')) ?? (reference === '' ? params.files.get(kind) : undefined)
  if (sent !== undefined) {
    checkBytes(kind, sent)
    return [files.add(sent.bytes, `${kind}s`, sent.name.split('.').at(-1) ?? 'dat'), sent.name]
  }
  const known = files.find(reference)
  if (known === undefined) throw badRequest('wrong file identifier/HTTP URL specified')
  return [known, null]
}

const replyOf = (params: Params) => {
  const id = object(params, 'reply_parameters')?.message_id
  return typeof id === 'number' ? id : (number(params, 'reply_to_message_id') ?? null)
}

function frame(params: Params, method: string): Draft {
  const buttons = keyboardIn(object(params, 'reply_markup'))
  return { text: '', method, file: null, fileName: null, album: null, buttons, replyTo: replyOf(params) }
}

export function textDraft(params: Params): Draft {
  return { ...frame(params, 'sendMessage'), text: checkText(text(params, 'text')) }
}

export function fileDraft(params: Params, files: FakeFiles, method: FileMethod): Draft {
  const kind = folders[method]
  const caption = checkCaption(text(params, 'caption'))
  const [file, fileName] = fileOf(params, files, params.values[kind], kind)
  return { ...frame(params, method), text: caption, file, fileName }
}

const mixable = new Set(['photo', 'video'])

export function albumDrafts(params: Params, files: FakeFiles, album: string): readonly Draft[] {
  const media = list(params, 'media') ?? []
  if (media.length < 2 || media.length > 10) throw badRequest('group send failed: album must include 2-10 items')
  if (object(params, 'reply_markup') !== undefined) throw badRequest("albums can't have reply markup")
  const items = media.filter(isRecord)
  const kinds = items.map(({ type }) => String(type))
  if (new Set(kinds.map((kind) => (mixable.has(kind) ? 'visual' : kind))).size > 1)
    throw badRequest("document can't be mixed with other media types")
  return items.map(({ media: reference, caption }, index) => {
    const kind = kinds[index] ?? 'document'
    const [file, fileName] = fileOf(params, files, reference, kind)
    const words = checkCaption(typeof caption === 'string' ? caption : undefined)
    return { ...frame(params, 'sendMediaGroup'), text: words, file, fileName, album }
  })
}
