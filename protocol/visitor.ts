import { z } from 'zod'
import { Attachment } from './attachment'
import { At, AttachmentId, ChannelId, Seq } from './ids'
import { cleanText } from './message'

/** Namespace `/visitor`: the web chat. A visitor's token opens nothing but his own conversation. */
export const VisitorHandshake = z.strictObject({
  channel: ChannelId,
  /** Signed by the hub at the first `hello`; absent on a first visit. */
  token: z.string().max(400).nullable(),
  /** Highest `seq` the page already shows; the hub sends what came after it. */
  after: Seq,
  locale: z.string().max(35),
  page: z.string().max(2000),
  referrer: z.string().max(2000),
})
export type VisitorHandshake = z.infer<typeof VisitorHandshake>

export const visitorTextLimit = 4000

/** A line as the visitor sees it. `id` is his own uuid for his messages, so that a resend finds its twin. */
export const VisitorLine = z.object({
  seq: Seq,
  at: At,
  from: z.enum(['visitor', 'company']),
  id: z.string().nullable(),
  name: z.string().nullable(),
  text: z.string(),
  attachments: z.array(Attachment),
})
export type VisitorLine = z.infer<typeof VisitorLine>

/** First packet after connecting. `token` is to be kept; `lines` follow `after`. */
export const VisitorWelcome = z.object({
  token: z.string(),
  companyName: z.string(),
  greeting: z.string(),
  lines: z.array(VisitorLine),
  /** More lines came since `after` than one packet carries: `lines` are the newest, the page starts over with them. */
  isReset: z.boolean(),
  /** Up to this `seq` the company has read, and the visitor has. */
  readByCompany: Seq,
  readByVisitor: Seq,
  isAnybodyOnline: z.boolean(),
})
export type VisitorWelcome = z.infer<typeof VisitorWelcome>

export const VisitorMessage = z.strictObject({
  id: z.uuid(),
  text: z.string().max(visitorTextLimit * 2),
  attachments: z.array(AttachmentId).max(10),
})
export type VisitorMessage = z.infer<typeof VisitorMessage>

/** Events of the visitor's socket. */
export interface VisitorPackets {
  message: (
    message: unknown,
    answer: (reply: { ok: true; line: VisitorLine } | { ok: false; code: string; retryAfterMs: number | null }) => void,
  ) => void
  typing: () => void
  read: (upTo: unknown) => void
}

/** Events of the hub to a visitor. */
export interface VisitorHubPackets {
  welcome: (welcome: VisitorWelcome) => void
  line: (line: VisitorLine) => void
  typing: (name: string) => void
  read: (upTo: Seq) => void
  /** Online state of the company's operators. */
  presence: (isAnybodyOnline: boolean) => void
}

/** Text rule of the web chat, the same in the page and on the hub. */
export const cleanVisitorText = (text: string) => cleanText(text, visitorTextLimit)
