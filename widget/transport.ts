import type { Attachment } from '#protocol/attachment'
import type {
  VisitorAbout,
  VisitorAnswer,
  VisitorCompany,
  VisitorCustomer,
  VisitorDone,
  VisitorGap,
  VisitorLine,
  VisitorRating,
  VisitorWelcome,
} from '#protocol/visitor'

/** Why the hub does not let this page in. With a wait it may be tried again after it. */
export interface Refused {
  readonly code: string
  readonly retryAfterMs: number | null
}

/** What the hub tells, already checked. */
export interface HubNews {
  welcome(welcome: VisitorWelcome): void
  line(line: VisitorLine): void
  typing(name: string): void
  read(upTo: number): void
  company(company: VisitorCompany): void
  rating(rating: VisitorRating | null): void
  /** The line broke; it is being tried again. */
  lost(): void
  refused(refused: Refused): void
}

/** A message as it leaves. */
export interface Outgoing {
  readonly id: string
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** What he has said of himself before it. */
  readonly about: VisitorAbout | null
}

export interface Press {
  readonly id: string
  readonly seq: number
  readonly buttonId: string
}

export interface Rate {
  readonly id: string
  readonly inquiry: number
  readonly score: number
  readonly comment: string
}

/** The way to the hub. Answers that do not come in time, or make no sense, are null. */
export interface Transport {
  connect(): void
  /** Ends the line and begins a new one, with the token and place as they are now. */
  restart(): void
  message(message: Outgoing): Promise<VisitorAnswer | null>
  press(press: Press): Promise<VisitorDone | null>
  rate(rate: Rate): Promise<VisitorDone | null>
  sync(after: number): Promise<VisitorGap | null>
  history(before: number): Promise<Pick<VisitorGap, 'lines' | 'hasOlder'> | null>
  typing(): void
  /** Another page is looked at than when the line was made. */
  page(): void
  received(upTo: number): void
  read(upTo: number): void
}

/** What the page says of itself each time it connects. */
export interface Greeting {
  readonly token: string | null
  readonly after: number
  readonly customer: VisitorCustomer | null
}

export type OpenTransport = (news: HubNews, greeting: () => Greeting) => Transport
