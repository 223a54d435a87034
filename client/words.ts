import type { ConversationRow } from '#protocol/conversation'
import type { Entry } from '#protocol/message'
import { fold } from './fold'

/** What is searched of a row: the name in the list and the last words. A line break keeps words from running into one another. */
export const rowWords = (row: ConversationRow): string => fold(`${row.contactName}\n${row.lastMessage?.preview ?? ''}`)

/** What is searched of an entry: system lines say nothing that anybody looks for. */
export const entryWords = (entry: Entry): string => (entry.kind === 'system' ? '' : fold(entry.text))
