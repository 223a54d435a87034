import type { RefusalCode } from '#protocol/errors'
import type { ConversationId } from '#protocol/ids'

/** What somebody should look into one day; ids and codes only. The composition root writes it to the log. */
export type Report =
  /** A packet or event that cannot be read; its conversation was fetched anew. */
  | { readonly kind: 'brokenPacket'; readonly packet: string; readonly conversationId: ConversationId | null }
  /** The periodic comparison found a difference: everything was fetched anew. */
  | { readonly kind: 'desync'; readonly count: number }
  /** The hub refused what catching up needs. */
  | { readonly kind: 'catchUpRefused'; readonly code: RefusalCode }
  /** The cache failed; work goes on in memory. */
  | { readonly kind: 'cacheFailed'; readonly error: unknown }
  | { readonly kind: 'failed'; readonly during: string; readonly error: unknown }

export type Reporter = (report: Report) => void
