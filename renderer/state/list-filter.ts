import type { ConversationRow } from '#protocol/conversation'
import type { ChannelId } from '#protocol/ids'

/** What of a section one wants to see; nothing chosen shows everything. Chosen conditions must all hold. */
export interface ListFilter {
  readonly isUnread: boolean
  /** The contact waits for our answer. */
  readonly isAwaiting: boolean
  /** Marked as waiting: nobody was eligible. */
  readonly isMarked: boolean
  /** Any of these; empty = all. */
  readonly channels: ReadonlySet<ChannelId>
}

export type FilterSwitch = 'isUnread' | 'isAwaiting' | 'isMarked'
export const filterSwitches = ['isUnread', 'isAwaiting', 'isMarked'] as const satisfies readonly FilterSwitch[]

export const noFilter: ListFilter = { isUnread: false, isAwaiting: false, isMarked: false, channels: new Set() }

export const isFiltering = (filter: ListFilter): boolean =>
  filter.isUnread || filter.isAwaiting || filter.isMarked || filter.channels.size > 0

export function passes(row: ConversationRow, unread: number, filter: ListFilter): boolean {
  if (filter.isUnread && unread === 0) return false
  if (filter.isAwaiting && row.unansweredSince === null) return false
  if (filter.isMarked && row.waitingSince === null) return false
  return filter.channels.size === 0 || filter.channels.has(row.channelId)
}

export function withChannel(filter: ListFilter, channelId: ChannelId, isOn: boolean): ListFilter {
  const channels = new Set(filter.channels)
  if (isOn) channels.add(channelId)
  else channels.delete(channelId)
  return { ...filter, channels }
}
