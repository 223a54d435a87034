import { z } from 'zod'
import type { Random, Timers } from '../../platform'
import type { OutboundPart, ReadAttachment, SendResult } from '../channel'
import { resultOf } from '../messenger-error'
import type { MaxApi } from './api'
import { threadOf } from './frame'
import { callOf, type MaxSend, type Uploaded } from './outbound'
import { isNotReady } from './refusals'
import { notReadyPausesMs } from './settings'
import { upload } from './uploads'

const Sent = z.object({ message: z.object({ body: z.object({ mid: z.string().min(1).max(200) }) }) })

export interface SendTools {
  readonly api: MaxApi
  readonly readAttachment: ReadAttachment
  readonly random: Random
  readonly timers: Timers
  /** The last comment of a thread, when it is known. */
  readonly lastComment: (externalChat: string) => string | null
}

/** Makes the calls a part stands for and says what came of it. Never throws for anything MAX does. */
export async function sendPart(part: OutboundPart, tools: SendTools): Promise<SendResult> {
  if (part.attachments.length > 0 && threadOf(part.externalChat) !== null)
    return { kind: 'failed', reason: 'bad_media', detail: 'a comment of MAX holds words alone' }
  try {
    const files: Uploaded[] = []
    for (const file of part.attachments) {
      const stored = await tools.readAttachment(file.id)
      if (stored === null) return { kind: 'failed', reason: 'bad_media', detail: 'a file is not in the store' }
      files.push(await upload(tools.api, file, stored, tools.random))
    }
    const mid = await sent(callOf(part, files, tools.lastComment(part.externalChat)), tools)
    return { kind: 'sent', externalMessageIds: [mid], status: 'sent' }
  } catch (error) {
    return resultOf(error)
  }
}

/** A file taken up a moment ago may not be there yet; that much MAX says plainly, and has taken nothing. */
async function sent({ path, query, body }: MaxSend, { api, timers }: SendTools): Promise<string> {
  const ask = async () => (await api.call(Sent, { method: 'POST', path, query, body })).message.body.mid
  for (const pause of notReadyPausesMs) {
    try {
      return await ask()
    } catch (error) {
      if (!isNotReady(error)) throw error
      await new Promise<void>((resolve) => void timers.after(pause, resolve))
    }
  }
  return await ask()
}
