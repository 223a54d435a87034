import type { OpenedConversation } from '#preload/contract'
import { unreadCount } from '#protocol/conversation'
import type { Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'

/** Ascending by `seq`; of two readings of one entry the later (`changedSeq`) stays. */
export function mergedEntries(held: readonly Entry[], news: readonly Entry[]): readonly Entry[] {
  const known = new Map(held.map((entry) => [entry.seq, entry]))
  let isChanged = false
  for (const entry of news) {
    if (entry.changedSeq < (known.get(entry.seq)?.changedSeq ?? -1)) continue
    known.set(entry.seq, entry)
    isChanged = true
  }
  if (!isChanged) return held
  return [...known.values()].sort((one, other) => one.seq - other.seq)
}

/** What a newly read page does to the entries held: joined where they meet, else the page alone, so that no gap is drawn as none. */
export function rereadEntries(held: readonly Entry[], page: readonly Entry[], hasOlder: boolean): readonly Entry[] {
  const first = page[0]
  const meets = first !== undefined && held.some((entry) => entry.seq >= first.seq)
  return meets && hasOlder ? mergedEntries(held, page) : page
}

/** First message of the contact that is unread as the conversation is opened; null = all read. */
export function firstUnreadOf(view: Pick<OpenedConversation['view'], 'row' | 'entries' | 'mark'>): Seq | null {
  const unread = unreadCount(view.row, view.mark ?? undefined)
  if (unread === 0) return null
  const ofContact = view.entries.filter((entry) => entry.kind === 'message' && entry.author.kind === 'contact')
  return ofContact.at(-Math.min(unread, ofContact.length))?.seq ?? null
}
