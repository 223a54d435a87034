import type { ConnectionForm } from '#protocol/connection'
import { vk } from '#server/channels/vk/vk'
import { Outgoing } from '#server/outgoing'
import { type Clock, type Random, systemClock, systemRandom, systemTimers, type Timers } from '#server/platform'
import { someFakeMessengers } from './a-telegram-channel'
import { anOpenChannel } from './an-open-channel'
import type { CommunityProfile, FakeCommunity } from './fake-messengers/vk/community'

export const vera = { id: 7001, first_name: 'Вера', last_name: 'Соколова', screen_name: 'vera_s' }
export const petr = { id: 1_900_000_002, first_name: 'Пётр', last_name: '' }
export const boss = { id: 42, first_name: 'Ольга', last_name: 'Главная' }

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

interface Situation extends World {
  readonly mode?: 'polling' | 'webhook'
  readonly comments?: boolean
  readonly profile?: Partial<CommunityProfile>
  readonly pollPosition?: string | null
}

/** A community at the stand-in, its channel open on our side and heard. */
export async function aVkChannel(situation: Situation = {}) {
  const fakes = await someFakeMessengers()
  const community = fakes.vk.addCommunity(situation.profile)
  const { mode = 'polling', comments = true, pollPosition = null } = situation
  const form = { ...aVkForm(community, fakes.vk.baseUrl, mode), comments }
  const kind = aVk(situation)
  const place = { accountKey: String(community.id), pollPosition }
  const open = () => anOpenChannel({ kind, form, chat: String(vera.id), ...place })
  const stand = await open()
  return { ...stand, fakes, community, form, kind, open }
}
