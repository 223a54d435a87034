import type { ReactNode } from 'react'
import type { ChannelDetails } from '#protocol/channel'

export const channelSectionIds = [
  'connection',
  'look',
  'receivers',
  'signature',
  'links',
  'templates',
  'deadLetters',
] as const
export type ChannelSectionId = (typeof channelSectionIds)[number]

export interface SectionProps {
  readonly channel: ChannelDetails
  /** Leaves the sheet; asks when there are unsaved changes (`useUnsavedGuard` in the section is enough). */
  readonly onClose: () => void
  /** Something was saved: the page reads the channels again. */
  readonly onChanged: () => void
}

/** A part of a channel's settings with a form and a foot of its own, beneath the sheet's head. */
export interface ChannelSection {
  readonly id: Exclude<ChannelSectionId, 'connection'>
  readonly isShown: (channel: ChannelDetails) => boolean
  /** Beside its name; null = nothing to count. */
  readonly count?: (channel: ChannelDetails) => number | null
  readonly Screen: (props: SectionProps) => ReactNode
}
