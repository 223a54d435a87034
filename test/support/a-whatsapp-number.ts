import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Attachment } from '#protocol/attachment'
import type { ConnectionForm } from '#protocol/connection'
import { AttachmentId, ChannelId } from '#protocol/ids'
import type { Channel, OutboundMessage, SendResult } from '#server/channels/channel'
import { whatsApp } from '#server/channels/whatsapp/whatsapp'
import { Outgoing } from '#server/outgoing'
import { type Clock, systemClock, systemRandom, systemTimers, type Timers } from '#server/platform'
import { anAttachment, RememberingSink } from './a-telegram-channel'
import type { FakeNumber } from './fake-messengers/whatsapp/number'
import type { FakeUser } from './fake-messengers/whatsapp/people'

export const vera: FakeUser = { phone: '79991234567', name: 'Вера К.', userId: 'RU.13491208655302741918' }
/** Nobody learns his phone. */
export const pyotr: FakeUser = {
  ...{ phone: '79990000002', name: 'Пётр', userId: 'RU.99491208655302741918', username: 'pyotr' },
  hidesPhone: true,
}

export type WhatsAppForm = Extract<ConnectionForm, { messenger: 'whatsapp' }>

export const aWhatsAppForm = ({ profile }: FakeNumber, baseUrl: string): WhatsAppForm => {
  const { phoneNumberId, accountId, token, appSecret } = profile
  return { messenger: 'whatsapp', phoneNumberId, accountId, token, appSecret, apiVersion: 'v23.0', baseUrl }
}

interface World {
  readonly clock: Clock
  readonly timers: Timers
}

/** The messenger WhatsApp as the hub has it. */
export const aWhatsApp = (
  publicUrl: string | null = 'https://hub.example',
  { clock, timers }: World = { clock: systemClock, timers: systemTimers },
) => whatsApp({ ...{ clock, timers, random: systemRandom, publicUrl }, outgoing: new Outgoing(systemTimers) })

const fixtures = fileURLToPath(new URL('../../server/channels/whatsapp/fixtures/webhooks.json', import.meta.url))

/** Bodies of webhook calls by what they hold; the file names their source. */
export const whatsAppBodies: Readonly<Record<string, unknown>> = z
  .object({ bodies: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(fixtures, 'utf8'))).bodies

const anOutbound: OutboundMessage = {
  ...{ externalChat: vera.userId ?? '', seq: 1, text: '', attachments: [], buttons: [] },
  ...{ replyToExternalId: null, operatorName: null },
}

export interface OpenNumber {
  readonly channel: Channel
  readonly sink: RememberingSink
  /** Sends as delivery would: split into calls, in order; stops at the first that is not sent. */
  readonly send: (message: Partial<OutboundMessage>) => Promise<readonly SendResult[]>
  readonly attach: (attachment: Partial<Attachment>, path: string) => Attachment
}

/** A channel open at the stand-in, closed when the test ends. */
export async function anOpenNumber(
  number: FakeNumber,
  baseUrl: string,
  { webhookUrl = null, world }: { readonly webhookUrl?: string | null; readonly world?: World } = {},
): Promise<OpenNumber> {
  const kind = aWhatsApp('https://hub.example', world)
  const stored = new Map<string, { path: string; size: number }>()
  const sink = new RememberingSink()
  const connection = {
    ...{ id: ChannelId.parse('channel'), form: aWhatsAppForm(number, baseUrl), accountKey: null },
    ...{ webhookSecret: 'verify-me', webhookUrl, pollPosition: null },
  }
  const channel = await kind.open(connection, sink, async (id) => stored.get(id) ?? null)
  onTestFinished(() => channel.close('stopping'))
  return {
    ...{ channel, sink },
    send: async (message) => {
      const results: SendResult[] = []
      for (const part of kind.split({ ...anOutbound, ...message })) {
        const result = await channel.send({ ...part, idempotencyKey: `key-${results.length}` })
        results.push(result)
        if (result.kind !== 'sent') break
      }
      return results
    },
    attach: (attachment, path) => {
      const id = AttachmentId.parse(`attachment-${stored.size + 1}`)
      const made = anAttachment({ id, ...attachment })
      stored.set(id, { path, size: made.size ?? 0 })
      return made
    },
  }
}
