import { z } from 'zod'
import { AttachmentId, Seq } from '#protocol/ids'
import type { InboundAttachment, InboundEvent, RawInbound } from '../channel'

const Message = z.object({
  kind: z.literal('message'),
  id: z.string(),
  text: z.string(),
  attachments: z.array(
    z.object({
      id: AttachmentId,
      kind: z.enum(['picture', 'file', 'voice', 'audio', 'video', 'sticker']),
      name: z.string(),
      mediaType: z.string(),
      size: z.number().nullable(),
    }),
  ),
  page: z.string(),
  referrer: z.string(),
  locale: z.string(),
  at: z.number(),
})

const Mark = z.object({ kind: z.enum(['received', 'read']), seqs: z.array(Seq) })

const Body = z.discriminatedUnion('kind', [Message, Mark])

/** What the visitor's socket stores: the page as it was told, checked at the door. */
export type VisitorRaw = z.infer<typeof Body>

export function rawMessage(externalChat: string, message: z.infer<typeof Message>): RawInbound {
  return { eventKey: `message:${externalChat}:${message.id}`, externalChat, body: JSON.stringify(message) }
}

/** `seqs` are the messages of ours that the mark settles, oldest first. */
export function rawMark(externalChat: string, kind: 'received' | 'read', seqs: readonly Seq[]): RawInbound {
  const body = JSON.stringify({ kind, seqs })
  return { eventKey: `${kind}:${externalChat}:${seqs.at(-1) ?? 0}`, externalChat, body }
}

/** Id of a message of ours on the visitor's side: its place in the conversation. */
export const externalIdOf = (seq: Seq): string => String(seq)

export function interpretVisitor(raw: RawInbound): readonly InboundEvent[] {
  const body = readBody(raw.body)
  const base = { eventKey: raw.eventKey, externalChat: raw.externalChat }
  if (body === null) return [{ ...base, kind: 'ignored', why: 'not a packet of the web chat' }]
  switch (body.kind) {
    case 'message':
      return [
        {
          ...base,
          kind: 'message',
          externalMessageId: body.id,
          isGroup: false,
          sender: {
            externalId: raw.externalChat,
            name: guestName(raw.externalChat, body.locale),
            username: null,
            link: null,
          },
          text: body.text,
          attachments: body.attachments.map(inboundAttachment),
          album: null,
          replyToExternalId: null,
          providerAt: body.at,
          source: sourceOf(body.page, body.referrer),
        },
      ]
    case 'received':
    case 'read':
      return body.seqs.map((seq) => ({
        ...base,
        eventKey: `${raw.eventKey}:${seq}`,
        kind: 'receipt',
        externalMessageId: externalIdOf(seq),
        status: body.kind === 'read' ? 'read' : 'delivered',
        reason: null,
      }))
  }
}

function readBody(text: string): VisitorRaw | null {
  try {
    const parsed = Body.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function inboundAttachment(one: z.infer<typeof Message>['attachments'][number]): InboundAttachment {
  return {
    kind: one.kind,
    name: one.name,
    mediaType: one.mediaType,
    size: one.size,
    width: null,
    height: null,
    durationMs: null,
    source: { kind: 'stored', attachmentId: one.id },
  }
}

/** Visitors do not introduce themselves: the same four digits always tell this one from the others. */
function guestName(visitorId: string, locale: string): string {
  let hash = 0
  for (const character of visitorId) hash = (hash * 31 + character.charCodeAt(0)) % 9000
  const number = 1000 + hash
  return locale.toLowerCase().startsWith('en') ? `Guest ${number}` : `Гость ${number}`
}

/** The page he wrote from and, when he came from another site, that site's page. */
function sourceOf(page: string, referrer: string): string | null {
  const here = webAddress(page)
  const from = webAddress(referrer)
  if (here === null) return from?.href ?? null
  return from === null || from.origin === here.origin ? here.href : `${here.href} ← ${from.href}`
}

function webAddress(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null
}
