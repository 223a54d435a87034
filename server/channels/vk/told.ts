import type { InboundEvent, InboundSender } from '../channel'
import type { Profile } from './event'
import { firstGroupChat } from './settings'

export type Base = Pick<InboundEvent, 'eventKey' | 'externalChat'>

/** An event as its readers see it. */
export interface Told {
  readonly base: Base
  readonly groupId: number
  readonly object: Readonly<Record<string, unknown>>
  /** Of who wrote, when it could be had. */
  readonly profile: Profile | null
}

export const ignored = (base: Base, why: string): InboundEvent => ({ ...base, kind: 'ignored', why })
export const unreadable = (base: Base, why: string): InboundEvent => ({ ...base, kind: 'unreadable', why })

/** Whoever is known only by his number is called by it until VK has told more. */
export function senderOf(id: number, profile: Profile | null): InboundSender {
  const known = profile?.id === id ? profile : null
  const address = `${id < 0 ? 'club' : 'id'}${Math.abs(id)}`
  const screenName = known?.screenName ?? null
  return {
    externalId: String(id),
    name: known === null || known.name === '' ? address : known.name,
    username: screenName === address ? null : screenName,
    link: `https://vk.com/${screenName ?? address}`,
    picture: known?.picture ?? null,
  }
}

/** Of a message in a group chat nothing is ours: a community answers people. */
export const isGroupChat = (peer: number) => peer >= firstGroupChat
