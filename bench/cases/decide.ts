import { performance } from 'node:perf_hooks'
import { BotId, ChannelId, GroupId, OperatorId } from '#protocol/ids'
import { defaultDistribution } from '#protocol/settings'
import { decide } from '#server/distribution/decide'
import {
  type ChannelState,
  type ConversationState,
  type GroupState,
  pointerKey,
  type RosterEntry,
  type Snapshot,
} from '#server/distribution/snapshot'
import type { Trigger } from '#server/distribution/trigger'
import { aConversation, anOperator, noon } from '#test/support/distribution'
import { type Figure, median, plainFigure, ratioFigure } from '../figure'
import { type BareEntry, scan } from '../limits/one-pass-scan'

const operators = 1_000
const decisions = 30_000
const limit = 10
/** One in eight is not in the pool of his channel. */
const outsidePool = 8

const groupId = (name: string) => GroupId.parse(name)
const nameOf = (place: number) => `operator-${place}`

/** Numbers that look random and are the same in every run. */
const mixed = (place: number): number => (Math.imul(place + 1, 0x9e3779b1) >>> 8) & 0xffff

/** Seven in ten are here; loads up to the limit, so that some are full. */
function anyOperator(place: number): RosterEntry {
  const random = mixed(place)
  const isHere = random % 10 < 7
  return anOperator(nameOf(place), {
    effective: isHere ? 'online' : 'busy',
    unavailableSince: isHere ? null : noon - 60_000,
    load: 1 + (random % limit),
    limit,
    lastAssignedAt: noon - random,
    groupLoads: new Map([[groupId('limited'), random % 6]]),
  })
}

function bareOf(entry: RosterEntry): BareEntry {
  const { load, lastAssignedAt } = entry
  return { isHere: entry.effective === 'online', load, limit, lastAssignedAt: lastAssignedAt ?? 0 }
}

const roster = Array.from({ length: operators }, (_, place) => anyOperator(place))

const aGroup = (name: string, traits: Partial<GroupState> = {}): GroupState => ({
  ...{ id: groupId(name), order: 'leastLoaded', members: roster, isOpen: null, limit: null, answerTimeMs: 60_000 },
  ...traits,
})

const pool = new Set(roster.flatMap(({ id }, place) => (place % outsidePool === 0 ? [] : [id])))
const to = (name: string) => ({ kind: 'group' as const, groupId: groupId(name) })

const aChannel = (name: string, traits: Partial<ChannelState>): ChannelState => ({
  ...{ id: ChannelId.parse(name), receiver: to('limited'), outside: to('duty'), onlyInHours: true, pool },
  ...traits,
})

/** Each channel takes another road through the rules, and each road ends in a group of everybody. */
const arriving = [
  aChannel('limited', {}),
  aChannel('bot', { receiver: { kind: 'bot', botId: BotId.parse('bot'), reserve: to('own-hours') } }),
  aChannel('closed', { receiver: to('asleep') }),
  aChannel('in-turn', { receiver: to('in-turn') }),
  aChannel('duty-bot', {
    receiver: to('asleep'),
    outside: { kind: 'bot', botId: BotId.parse('bot'), reserve: to('own-hours') },
  }),
  aChannel('always', { onlyInHours: false, pool: null }),
]
/** Where nobody can be found at first: its own group is asked twice, then the one that helps out. */
const overdue = aChannel('overdue', { receiver: to('full') })
const channels = [...arriving, overdue]

const groups = [
  aGroup('limited', { limit: 4 }),
  aGroup('own-hours', { isOpen: true }),
  aGroup('asleep', { isOpen: false }),
  aGroup('duty'),
  aGroup('in-turn', { order: 'inTurn' }),
  aGroup('full', { limit: 0 }),
  aGroup('overflow', { answerTimeMs: null }),
]

/** Whoever had it last is not here, and two have let it lapse. */
const conversationOf = (channelId: ChannelId, waitedMs: number): ConversationState =>
  aConversation(`conversation-${channelId}`, {
    channelId,
    openedAt: noon - waitedMs,
    unansweredSince: noon - waitedMs,
    returnsTo: OperatorId.parse(nameOf(roster.findIndex(({ effective }) => effective !== 'online'))),
    lapsed: [1, 2].map((lapsed) => OperatorId.parse(nameOf(lapsed))),
  })

const common: Omit<Snapshot, 'conversations'> = {
  now: noon,
  settings: { ...defaultDistribution, version: 1, overflowGroupId: groupId('overflow') },
  isPaused: false,
  isOpen: true,
  roster: new Map(roster.map((entry) => [entry.id, entry])),
  groups: new Map(groups.map((group) => [group.id, group])),
  channels: new Map(channels.map((channel) => [channel.id, channel])),
  pointers: new Map(
    channels.map(({ id }) => [pointerKey(groupId('in-turn'), id), OperatorId.parse(nameOf(operators / 2))]),
  ),
}

interface Asked {
  readonly snapshot: Snapshot
  readonly trigger: Trigger
}

const arrivals = arriving.map(({ id }): Asked => {
  const conversation = conversationOf(id, 1_000)
  const trigger = { kind: 'messageArrived', conversationId: conversation.id, opens: true } as const
  return { snapshot: { ...common, conversations: [conversation] }, trigger }
})

const tooLong: Asked = {
  snapshot: { ...common, conversations: [conversationOf(overdue.id, 200_000)] },
  trigger: { kind: 'waitTooLong', conversationId: conversationOf(overdue.id, 200_000).id },
}

/** Microseconds a call. */
function timed(work: (index: number) => boolean): number {
  const startedAt = performance.now()
  let done = 0
  for (let index = 0; index < decisions; index++) if (work(index)) done++
  const took = performance.now() - startedAt
  if (done !== decisions) throw new Error(`only ${done} of ${decisions} found somebody`)
  return (took * 1_000) / decisions
}

const bare = roster.map(bareOf)
const scanned = () => timed(() => scan(bare) >= 0)
const isAssigned = ({ snapshot, trigger }: Asked) => decide(snapshot, trigger)[0]?.kind === 'assign'
const decided = () =>
  timed((index) => {
    const asked = arrivals[index % arrivals.length]
    return asked !== undefined && isAssigned(asked)
  })

/** P7: one conversation arrives, each channel in turn; against one pass over the same operators written bare. */
export function measureDecide(rounds: number): readonly Figure[] {
  // Compiled before it is measured, as in a hub that has been up for a minute.
  for (let warming = 0; warming < 3; warming++) [scanned(), decided(), timed(() => isAssigned(tooLong))]
  const limits: number[] = []
  const products: number[] = []
  const overdues: number[] = []
  for (let round = 0; round < rounds; round++) {
    limits.push(scanned())
    products.push(decided())
    overdues.push(timed(() => isAssigned(tooLong)))
  }
  const [bareUs, us] = [median(limits), median(products)]
  return [
    ratioFigure('P7', 'one decision, 1,000 operators, us', bareUs, us),
    plainFigure('P7', 'one decision, 1,000 operators, us, guard', us, 'us'),
    plainFigure('P7', 'one that has waited too long, three looks at a group, us', median(overdues), 'us'),
  ]
}
