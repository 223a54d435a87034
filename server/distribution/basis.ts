import type { OutsideReceiver, Receiver } from '#protocol/channel'
import type { ChannelId, ConversationId, GroupId, OperatorId } from '#protocol/ids'
import type { OrderOfChoosing } from '#protocol/operator'
import type { EngineSettings } from './snapshot'
import type { Trigger } from './trigger'

/**
 * What one call of the engine went by, small enough to keep for every decision, and whole enough to decide again without
 * anything else (`replay`). Only who and what was looked at is in it. Plain JSON: operators, groups and channels are named
 * by their place in the lists, moments as milliseconds before `at`.
 */
export interface Basis {
  readonly format: 1
  readonly at: number
  readonly trigger: Trigger
  readonly settings: EngineSettings
  /** The company was inside its working hours. */
  readonly isOpen: boolean
  readonly operators: readonly OperatorId[]
  /** A letter for each operator, see `standings`. */
  readonly standings: string
  readonly loads: readonly number[]
  /** The limit most of them have, and those who have another: [operator, limit]. */
  readonly limit: number | null
  readonly otherLimits: readonly (readonly [number, number | null])[]
  /** Who is ready: time since his last assignment, where the order asks for it. Others: time since his presence is what it is. */
  readonly ages: readonly (number | null)[]
  /** Assignees who are away: [operator, time since he left]. */
  readonly absences: readonly (readonly [number, number])[]
  readonly groups: readonly BasisGroup[]
  readonly channels: readonly BasisChannel[]
  /** Loads in groups with a limit of their own: [group, operator, load]. */
  readonly groupLoads: readonly (readonly [number, number, number])[]
  /** [group, channel, operator chosen last]. */
  readonly pointers: readonly (readonly [number, number, number])[]
  readonly conversations: readonly BasisConversation[]
}

export interface BasisGroup {
  readonly id: GroupId
  readonly order: OrderOfChoosing
  readonly members: Runs
  /** Inside hours of its own; absent when it has none. */
  readonly open?: boolean | undefined
  readonly limit?: number | undefined
  /** Answer time. */
  readonly answer?: number | undefined
}

export interface BasisChannel {
  readonly id: ChannelId
  readonly receiver: Receiver
  /** Absent: nobody. */
  readonly outside?: OutsideReceiver | undefined
  /** Absent: working hours count. */
  readonly always?: 1 | undefined
  readonly pool: Runs | null
}

/** A conversation in a basis: what is usual is left out. Numbers named so are places in the lists, others moments or counts. */
export interface BasisConversation {
  readonly id: ConversationId
  /** Version of its assignment. */
  readonly v: number
  /** Channel, and the group it was transferred to. */
  readonly c: number
  readonly g?: number | undefined
  /** Opened, and unanswered since; the latter absent when nobody waits for us. */
  readonly o: number
  readonly u?: number | undefined
  /** Assignee and since when; who should have it again; who gave it back. */
  readonly a?: number | undefined
  /** The group it came to him through, where that has a limit which is looked at here. */
  readonly og?: number | undefined
  readonly as?: number | undefined
  readonly r?: number | undefined
  readonly b?: number | undefined
  /** High priority, opened by an operator, answered by one. */
  readonly h?: 1 | undefined
  readonly ours?: 1 | undefined
  readonly n?: 1 | undefined
  /** Marked as waiting since; moments of its moves. */
  readonly w?: number | undefined
  readonly m?: readonly number[] | undefined
  /** When its assignee should have answered; who is skipped in this round. */
  readonly by?: number | undefined
  readonly s?: readonly number[] | undefined
}

/** Places in a list as [first, count] pairs in a row: a whole group of a thousand is two numbers. */
export type Runs = readonly number[]

/** What stands against an operator by himself, whatever the conversation; `ready` leaves his limit to be looked at. */
export const standings = {
  ready: 'r',
  disabled: 'd',
  takesNoPart: 'p',
  offline: 'o',
  lost: 'l',
  connectionLost: 'c',
  busy: 'b',
} as const

export function toRuns(places: readonly number[]): Runs {
  const runs: number[] = []
  let next = -1
  for (const place of places) {
    if (place === next) runs[runs.length - 1] = (runs[runs.length - 1] ?? 0) + 1
    else runs.push(place, 1)
    next = place + 1
  }
  return runs
}

export function fromRuns(runs: Runs): readonly number[] {
  const places: number[] = []
  for (let index = 0; index < runs.length; index += 2) {
    const first = runs[index] ?? 0
    for (let step = 0; step < (runs[index + 1] ?? 0); step++) places.push(first + step)
  }
  return places
}
