import type { ConnectionForm } from '#protocol/connection'
import { vk } from '#server/channels/vk/vk'
import { Outgoing } from '#server/outgoing'
import { type Clock, type Random, systemClock, systemRandom, systemTimers, type Timers } from '#server/platform'
import type { FakeCommunity } from './fake-messengers/vk/community'

interface World {
  readonly clock?: Clock
  readonly timers?: Timers
  readonly publicUrl?: string | null
  readonly onLost?: (channelId: string) => void
}

/** Luck that makes every pause between attempts short. */
const lucky: Random = { ...systemRandom, number: () => 0.01 }

/** The messenger VK as the hub has it; what goes over the network always takes real time. */
export const aVk = ({ clock = systemClock, timers = systemTimers, publicUrl = null, onLost }: World = {}) =>
  vk({
    ...{ clock, timers, random: lucky, publicUrl, outgoing: new Outgoing(systemTimers) },
    onLost: (id) => onLost?.(id),
  })

export const aVkForm = (
  community: FakeCommunity,
  baseUrl: string,
  mode: 'polling' | 'webhook' = 'polling',
): Extract<ConnectionForm, { messenger: 'vk' }> => ({
  ...{ messenger: 'vk', token: community.profile.token, mode, comments: true, baseUrl },
})
