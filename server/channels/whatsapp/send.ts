import { z } from 'zod'
import type { ChannelNote } from '#protocol/channel'
import { assertNever } from '#protocol/ids'
import type { Random } from '../../platform'
import type { OutboundPart, ReadAttachment, SendResult } from '../channel'
import { jsonBody, multipartBody } from '../http-body'
import { MessengerRefused, MessengerUnreachable, resultOf } from '../messenger-error'
import type { GraphApi } from './api'
import { callOf, type WhatsAppCall } from './outbound'
import { staleTemplateCodes, troubleOf } from './refusals'
import { templateBody } from './templates'

const Sent = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) })
const Uploaded = z.object({ id: z.string().min(1) })

export interface Sender {
  readonly api: GraphApi
  readonly phoneNumberId: string
  readonly random: Random
  readonly readAttachment: ReadAttachment
  /** Our list of templates and Meta's have drifted apart. */
  readonly onStaleTemplate: () => void
  /** The refusal is about the number, not about the message. */
  readonly onTrouble: (trouble: ChannelNote, words: string) => void
}

/**
 * Makes the call a part stands for and says what came of it. Never throws for anything Meta does. "Sent" is that Meta has taken
 * it; what it refuses later comes as a status.
 */
export async function sendPart(sender: Sender, part: OutboundPart): Promise<SendResult> {
  const call = callOf(part)
  try {
    const body = await bodyOf(sender, call)
    if (body === null) return { kind: 'failed', reason: 'bad_media', detail: 'a file is not in the store' }
    return await post(sender, { ...call.frame, ...body })
  } catch (error) {
    if (error instanceof MessengerRefused) tell(sender, error)
    return resultOf(error)
  }
}

function tell({ onStaleTemplate, onTrouble }: Sender, { code, words }: MessengerRefused): void {
  if (staleTemplateCodes.has(code ?? '')) onStaleTemplate()
  const trouble = troubleOf(Number(code))
  if (trouble !== null) onTrouble(trouble, words)
}

/** A message ready to go. Rejects with MessengerRefused or MessengerUnreachable. */
async function post({ api, phoneNumberId }: Sender, message: object): Promise<SendResult> {
  const { messages } = await api.call(Sent, {
    method: 'POST',
    path: `/${phoneNumberId}/messages`,
    body: jsonBody(message),
  })
  return { kind: 'sent', externalMessageIds: messages.map(({ id }) => id), status: 'sent' }
}

/** Null when its file is not there. */
async function bodyOf(sender: Sender, call: WhatsAppCall): Promise<object | null> {
  switch (call.kind) {
    case 'template':
      return { type: 'template', template: templateBody(call.template) }
    case 'text':
      return { type: 'text', text: { body: call.text, preview_url: /https?:\/\//.test(call.text) } }
    case 'interactive':
      return {
        type: 'interactive',
        interactive: { type: call.body.type, body: { text: call.text }, action: call.body.action },
      }
    case 'file': {
      const id = await upload(sender, call)
      if (id === null) return null
      const name = call.shape === 'document' && { filename: call.file.name }
      const caption = call.caption !== '' && { caption: call.caption }
      return { type: call.shape, [call.shape]: { id, ...name, ...caption } }
    }
    default:
      return assertNever(call)
  }
}

const boundaryBytes = 18

/** Nothing is said to anybody yet, so an upload that broke off may be made again: whatever became of it, no message left. */
async function upload(
  { api, phoneNumberId, random, readAttachment }: Sender,
  { file }: Extract<WhatsAppCall, { kind: 'file' }>,
): Promise<string | null> {
  const stored = await readAttachment(file.id)
  if (stored === null) return null
  const fields = { messaging_product: 'whatsapp', type: file.mediaType }
  const field = { field: 'file', name: file.name, mediaType: file.mediaType, path: stored.path, size: stored.size }
  const body = multipartBody(fields, field, random.bytes(boundaryBytes).toString('hex'))
  const path = `/${phoneNumberId}/media`
  const { id } = await api.call(Uploaded, { method: 'POST', path, body, speed: 'upload' }).catch(neverArrived)
  return id
}

function neverArrived(error: unknown): never {
  throw error instanceof MessengerUnreachable ? new MessengerUnreachable(false, error.why) : error
}
