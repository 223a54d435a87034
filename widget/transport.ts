import type { VisitorAnswer, VisitorCompany, VisitorGap, VisitorLine, VisitorWelcome } from '#protocol/visitor'

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
  /** The line broke; it is being tried again. */
  lost(): void
  refused(refused: Refused): void
}

/** The way to the hub. Answers that do not come in time, or make no sense, are null. */
export interface Transport {
  connect(): void
  /** Ends the line and begins a new one, with the token and place as they are now. */
  restart(): void
  message(id: string, text: string): Promise<VisitorAnswer | null>
  sync(after: number): Promise<VisitorGap | null>
  history(before: number): Promise<Pick<VisitorGap, 'lines' | 'hasOlder'> | null>
  typing(): void
  received(upTo: number): void
  read(upTo: number): void
}

/** What the page says of itself each time it connects. */
export interface Greeting {
  readonly token: string | null
  readonly after: number
}

export type OpenTransport = (news: HubNews, greeting: () => Greeting) => Transport
