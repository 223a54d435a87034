import { z } from 'zod'
import { Attachment } from '#protocol/attachment'
import { Seq } from '#protocol/ids'
import { VisitorAbout } from '#protocol/visitor'
import type { InboundAttachment, InboundEvent, InboundSender, RawInbound } from '../channel'

const visit = { page: z.string(), referrer: z.string(), locale: z.string(), at: z.number() }

const Message = z.object({
  kind: z.literal('message'),
  id: z.string(),
  text: z.string(),
  attachments: z.array(Attachment.omit({ state: true })),
  about: VisitorAbout.nullable().default(null),
  /** His id at the site, when the site has vouched for it. */
  customerId: z.string().nullable().default(null),
  ...visit,
})

const Press = z.object({
  kind: z.literal('press'),
  id: z.string(),
  seq: Seq,
  buttonId: z.string(),
  label: z.string(),
  locale: z.string(),
})

const Rate = z.object({
  kind: z.literal('rate'),
  id: z.string(),
  inquiry: z.number(),
  score: z.number(),
  comment: z.string(),
})

const Mark = z.object({ kind: z.enum(['received', 'read']), seqs: z.array(Seq) })

const Body = z.discriminatedUnion('kind', [Message, Press, Rate, Mark])

/** What the visitor's socket stores: the page as it was told, checked at the door. */
export type VisitorRaw = z.infer<typeof Body>

/** What he did once, under the uuid he gave it. */
export function rawAct(externalChat: string, act: Exclude<VisitorRaw, z.infer<typeof Mark>>): RawInbound {
  return { eventKey: `${act.kind}:${externalChat}:${act.id}`, externalChat, body: JSON.stringify(act) }
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
      return [messageOf(raw, body), ...introductionOf(raw, body)]
    case 'press':
      return [
        {
          ...base,
          kind: 'buttonPressed',
          sender: senderOf(raw.externalChat, body.locale),
          label: body.label,
          buttonId: body.buttonId,
          externalMessageId: externalIdOf(body.seq),
          callbackId: body.id,
        },
      ]
    case 'rate':
      return [{ ...base, kind: 'rated', inquiry: body.inquiry, score: body.score, comment: body.comment }]
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

function messageOf({ eventKey, externalChat }: RawInbound, body: z.infer<typeof Message>): InboundEvent {
  return {
    ...{ eventKey, externalChat, kind: 'message', externalMessageId: body.id, isGroup: false },
    sender: senderOf(externalChat, body.locale),
    text: body.text,
    attachments: body.attachments.map(inboundAttachment),
    ...{ album: null, replyToExternalId: null },
    providerAt: body.at,
    source: sourceOf(body.page, body.referrer),
  }
}

function introductionOf(raw: RawInbound, { about, customerId }: z.infer<typeof Message>): readonly InboundEvent[] {
  if (about === null) return []
  const { name, phone, email } = about
  const { externalChat } = raw
  return [{ kind: 'introduced', eventKey: `${raw.eventKey}:about`, externalChat, name, phone, email, customerId }]
}

function readBody(text: string): VisitorRaw | null {
  try {
    const parsed = Body.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function inboundAttachment({ id, ...look }: z.infer<typeof Message>['attachments'][number]): InboundAttachment {
  return { ...look, source: { kind: 'stored', attachmentId: id } }
}

const senderOf = (externalId: string, locale: string): InboundSender => ({
  ...{ externalId, name: guestName(externalId, locale), username: null, link: null },
})

/** Until a visitor introduces himself the same four digits tell this one from the others. */
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
