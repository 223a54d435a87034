import { z } from 'zod'
import { Attachment } from './attachment'
import { Messenger } from './channel'
import { ContactName, EmailAddress, PhoneNumber } from './contact'
import type { RefusalCode } from './errors'
import { At, AttachmentId, ChannelId, Seq } from './ids'
import { cleanText } from './message'
import { ReplyButton } from './reply-button'
import { SiteAsk, SiteAway, SiteLook } from './web-site'

/** What a visitor says of himself, or his site of him; null = nothing. */
export const VisitorAbout = z.strictObject({
  name: ContactName.nullable(),
  phone: PhoneNumber.nullable(),
  email: EmailAddress.nullable(),
})
export type VisitorAbout = z.infer<typeof VisitorAbout>

/** A customer the site knows. `hash` is HMAC-SHA256 of `externalId` with the channel's identity secret, in hex: without it the rest is hearsay. */
export const VisitorCustomer = z.strictObject({
  externalId: z.string().trim().min(1).max(128),
  hash: z.string().max(128).nullable(),
  about: VisitorAbout,
})
export type VisitorCustomer = z.infer<typeof VisitorCustomer>

const address = z.string().max(2000)
const title = z.string().max(300)

/** The page a visitor looks at. */
export const VisitorPage = z.strictObject({ url: address, title })
export type VisitorPage = z.infer<typeof VisitorPage>

/** Namespace `/visitor`: the web chat. A visitor's token opens nothing but his own conversation. */
export const VisitorHandshake = z.strictObject({
  channel: ChannelId,
  /** Signed by the hub at the first `hello`; absent on a first visit. */
  token: z.string().max(400).nullable(),
  /** Highest `seq` the page already shows; the hub sends what came after it. */
  after: Seq,
  locale: z.string().max(35),
  page: address,
  title: title.default(''),
  referrer: address,
  customer: VisitorCustomer.nullable().default(null),
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
  /** Of the operator who wrote it, where the site shows faces: a file this visitor may read. */
  picture: AttachmentId.nullable().default(null),
  text: z.string(),
  attachments: z.array(Attachment),
  buttons: z.array(z.array(ReplyButton)),
  /** Label of the button he has pressed. */
  pressed: z.string().nullable(),
  isEdited: z.boolean(),
  /** Taken back: nothing of it is told, and it is not shown. */
  isGone: z.boolean(),
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

/** How the chat looks and what it asks; told to every page before anybody opens the chat. */
export const VisitorSite = z.object({
  companyName: z.string(),
  greeting: z.string(),
  look: SiteLook,
  ask: SiteAsk,
  away: SiteAway,
  messengers: z.array(z.object({ messenger: Messenger, url: z.string() })),
})
export type VisitorSite = z.infer<typeof VisitorSite>

/** A closed inquiry the visitor may rate; `score` once he has. */
export const VisitorRating = z.object({
  inquiry: z.number().int().positive(),
  /** Who answered. */
  name: z.string().nullable(),
  score: z.number().int().min(1).max(5).nullable(),
  hasComment: z.boolean(),
})
export type VisitorRating = z.infer<typeof VisitorRating>

/** First packet after connecting. `token` is to be kept; the gap follows `after`. */
export const VisitorWelcome = z.object({
  token: z.string(),
  site: VisitorSite,
  company: VisitorCompany,
  gap: VisitorGap,
  rating: VisitorRating.nullable(),
  /** What became of the customer the page has named: `verified` by its hash, or only `claimed`. */
  customer: z.enum(['none', 'claimed', 'verified']),
  /** Of another conversation than the token that was shown: the customer's own. What the page holds is to be forgotten. */
  isOther: z.boolean(),
})
export type VisitorWelcome = z.infer<typeof VisitorWelcome>

export const VisitorMessage = z.strictObject({
  id: z.uuid(),
  text: z.string().max(visitorTextLimit * 2),
  attachments: z.array(AttachmentId).max(10),
  about: VisitorAbout.nullable().default(null),
})
export type VisitorMessage = z.infer<typeof VisitorMessage>

/** Answer to `message`. A refused one with a wait is to be sent again, without one never. */
export type VisitorAnswer =
  | { readonly ok: true; readonly line: VisitorLine }
  | { readonly ok: false; readonly code: RefusalCode; readonly retryAfterMs: number | null }

export const VisitorPress = z.strictObject({ id: z.uuid(), seq: Seq, buttonId: z.string().max(64) })
export type VisitorPress = z.infer<typeof VisitorPress>

export const ratingCommentLimit = 1000

export const VisitorRate = z.strictObject({
  id: z.uuid(),
  inquiry: z.number().int().positive(),
  score: z.number().int().min(1).max(5),
  comment: z.string().max(ratingCommentLimit),
})
export type VisitorRate = z.infer<typeof VisitorRate>

/** Answer to what leaves no line of its own. */
export type VisitorDone =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: RefusalCode; readonly retryAfterMs: number | null }

/** Events of the visitor's socket. Queries are left unanswered when the store is away: the page asks again. */
export interface VisitorPackets {
  message: (message: unknown, answer: (reply: VisitorAnswer) => void) => void
  /** Presses a button of a message; the line comes back with it pressed. */
  press: (press: unknown, answer: (reply: VisitorDone) => void) => void
  rate: (rate: unknown, answer: (reply: VisitorDone) => void) => void
  /** Asked every 30 s and when in doubt: what came after this `seq`. */
  sync: (after: unknown, answer: (gap: VisitorGap) => void) => void
  /** Lines before this `seq`, newest page first. */
  history: (before: unknown, answer: (page: Pick<VisitorGap, 'lines' | 'hasOlder'>) => void) => void
  typing: () => void
  /** The visitor has gone to another page without loading the chat anew. */
  page: (page: unknown) => void
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
  /** An inquiry may be rated, has been, or may not be any more. */
  rating: (rating: VisitorRating | null) => void
}

/** Text rule of the web chat, the same in the page and on the hub. */
export const cleanVisitorText = (text: string) => cleanText(text, visitorTextLimit)
