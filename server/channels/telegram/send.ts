import { type InputFile as File, InputFile, type RawApi } from 'grammy'
import type { Attachment } from '#protocol/attachment'
import { assertNever } from '#protocol/ids'
import type { OutboundPart, ReadAttachment, SendResult } from '../channel'
import { resultOf } from '../messenger-error'
import type { TelegramApi } from './api'
import { type CallFrame, callOf, type Markup, type TelegramCall } from './outbound'
import { ChatMoved } from './refusals'

/** Makes the call a part stands for and says what came of it. Never throws for anything Telegram does. */
export async function sendPart(
  api: TelegramApi,
  part: OutboundPart,
  readAttachment: ReadAttachment,
): Promise<SendResult> {
  const call = callOf(part)
  const files = await openFiles(call, readAttachment)
  if (files === null) return { kind: 'failed', reason: 'bad_media', detail: 'a file is not in the store' }
  const speed = call.kind === 'text' ? 'call' : 'upload'
  try {
    const ids = await api.call((raw) => carryOut(raw, call, files), speed)
    return { kind: 'sent', externalMessageIds: ids.map(String), status: 'sent' }
  } catch (error) {
    // A group that has become another one says where it is now. Nothing was accepted; ids of its messages mean nothing there.
    if (error instanceof ChatMoved && part.externalChat !== error.to) {
      const { to } = error
      const result = await sendPart(api, { ...part, externalChat: to, replyToExternalId: null }, readAttachment)
      return result.kind === 'sent' ? { movedTo: to, ...result } : result
    }
    return resultOf(error)
  }
}

/** Quoted, because grammY writes the name into a header as it is. */
const headerName = (name: string) => `"${name.replaceAll(/["\\\r\n]/g, '_')}"`

async function openFiles(call: TelegramCall, readAttachment: ReadAttachment): Promise<readonly File[] | null> {
  const attachments: readonly Attachment[] = call.kind === 'text' ? [] : call.kind === 'file' ? [call.file] : call.files
  const files: File[] = []
  for (const { id, name } of attachments) {
    const stored = await readAttachment(id)
    if (stored === null) return null
    files.push(new InputFile(stored.path, headerName(name)))
  }
  return files
}

async function carryOut(api: RawApi, call: TelegramCall, files: readonly File[]): Promise<readonly number[]> {
  switch (call.kind) {
    case 'text':
      return [(await api.sendMessage({ ...frameOf(call.frame), text: call.text })).message_id]
    case 'file': {
      const [file] = files
      if (file === undefined) throw new Error('a call with a file has none')
      return [(await sendFile(api, call, file)).message_id]
    }
    case 'album': {
      const sent = await api.sendMediaGroup({ ...frameOf(call.frame), media: albumOf(call, files) })
      return sent.map(({ message_id }) => message_id)
    }
    default:
      return assertNever(call)
  }
}

/** grammY's types want arrays they may write into. */
function frameOf({ chat_id, reply_parameters, reply_markup }: CallFrame) {
  return {
    chat_id,
    ...(reply_parameters === undefined ? {} : { reply_parameters: { ...reply_parameters } }),
    ...(reply_markup === undefined ? {} : { reply_markup: markupOf(reply_markup) }),
  }
}

const markupOf = (markup: Markup) => ('keyboard' in markup ? markup : inlineOf(markup))

/** As grammY's types want it. */
export const inlineOf = ({ inline_keyboard }: Extract<Markup, { inline_keyboard: unknown }>) => ({
  inline_keyboard: inline_keyboard.map((row) =>
    row.map(({ text, url, callback_data = '' }) => (url === undefined ? { text, callback_data } : { text, url })),
  ),
})

function sendFile(api: RawApi, call: Extract<TelegramCall, { kind: 'file' }>, file: File) {
  const frame = { ...frameOf(call.frame), ...(call.caption === '' ? {} : { caption: call.caption }) }
  const { width, height, durationMs } = call.file
  const length = durationMs === null ? {} : { duration: Math.round(durationMs / 1000) }
  const sides = width === null || height === null ? {} : { width, height }
  switch (call.shape) {
    case 'photo':
      return api.sendPhoto({ ...frame, photo: file })
    case 'video':
      return api.sendVideo({ ...frame, ...length, ...sides, video: file, supports_streaming: true })
    case 'animation':
      return api.sendAnimation({ ...frame, ...sides, animation: file })
    case 'voice':
      return api.sendVoice({ ...frame, ...length, voice: file })
    case 'audio':
      return api.sendAudio({ ...frame, ...length, audio: file })
    case 'document':
      return api.sendDocument({ ...frame, document: file })
    default:
      return assertNever(call.shape)
  }
}

/** Pictures and videos mix; documents and audio stay among themselves; `splitMessage` has sorted them. */
function albumOf({ shapes, caption }: Extract<TelegramCall, { kind: 'album' }>, files: readonly File[]) {
  const items = files.map((media, index) => ({ media, ...(index === 0 && caption !== '' ? { caption } : {}) }))
  switch (shapes[0]) {
    case 'document':
      return items.map((item) => ({ type: 'document' as const, ...item }))
    case 'audio':
      return items.map((item) => ({ type: 'audio' as const, ...item }))
    default:
      return items.map((item, index) => ({
        type: shapes[index] === 'video' ? ('video' as const) : ('photo' as const),
        ...item,
      }))
  }
}
