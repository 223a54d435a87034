import { z } from 'zod'
import { Attachment } from './attachment'
import type { RefusalCode } from './errors'
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

/** Most lines one packet carries. */
export const visitorLines = 50

/** What the page lacks after some `seq`, with the read marks of both sides. */
export const VisitorGap = z.object({
  lines: z.array(VisitorLine),
  /** More lines came since `after` than one packet carries: `lines` are the newest, the page starts over with them. */
  isReset: z.boolean(),
  /** There are lines before the first of `lines`; told only when the page starts over. */
  hasOlder: z.boolean(),
  /** Up to this `seq` the company has read, and the visitor has. */
  readByCompany: Seq,
  readByVisitor: Seq,
})
export type VisitorGap = z.infer<typeof VisitorGap>

/** State of the company as a visitor may know it: is anybody there, and the names of up to three who are. */
export const VisitorCompany = z.object({ isAnybodyOnline: z.boolean(), team: z.array(z.string()).max(3) })
export type VisitorCompany = z.infer<typeof VisitorCompany>

/** First packet after connecting. `token` is to be kept; the gap follows `after`. */
export const VisitorWelcome = z.object({
  token: z.string(),
  companyName: z.string(),
  greeting: z.string(),
  company: VisitorCompany,
  gap: VisitorGap,
})
export type VisitorWelcome = z.infer<typeof VisitorWelcome>

export const VisitorMessage = z.strictObject({
  id: z.uuid(),
  text: z.string().max(visitorTextLimit * 2),
  attachments: z.array(AttachmentId).max(10),
})
export type VisitorMessage = z.infer<typeof VisitorMessage>

/** Answer to `message`. A refused one with a wait is to be sent again, without one never. */
export type VisitorAnswer =
  | { readonly ok: true; readonly line: VisitorLine }
  | { readonly ok: false; readonly code: RefusalCode; readonly retryAfterMs: number | null }

/** Events of the visitor's socket. Queries are left unanswered when the store is away: the page asks again. */
export interface VisitorPackets {
  message: (message: unknown, answer: (reply: VisitorAnswer) => void) => void
  /** Asked every 30 s and when in doubt: what came after this `seq`. */
  sync: (after: unknown, answer: (gap: VisitorGap) => void) => void
  /** Lines before this `seq`, newest page first. */
  history: (before: unknown, answer: (page: Pick<VisitorGap, 'lines' | 'hasOlder'>) => void) => void
  typing: () => void
  /** The page holds everything up to here (delivered), and the visitor has seen it (read). */
  received: (upTo: unknown) => void
  read: (upTo: unknown) => void
}

/** Events of the hub to a visitor. */
export interface VisitorHubPackets {
  welcome: (welcome: VisitorWelcome) => void
  /** His own lines too: he may have several tabs. */
  line: (line: VisitorLine) => void
  typing: (name: string) => void
  /** The company has read up to here. */
  read: (upTo: Seq) => void
  company: (company: VisitorCompany) => void
}

/** Text rule of the web chat, the same in the page and on the hub. */
export const cleanVisitorText = (text: string) => cleanText(text, visitorTextLimit)
