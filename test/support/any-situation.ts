import fc from 'fast-check'
import type { PeopleReceiver } from '#protocol/channel'
import { BotId, ChannelId, GroupId, type OperatorId } from '#protocol/ids'
import { Link, orders, Presence } from '#protocol/operator'
import { reassignmentModes } from '#protocol/settings'
import {
  type ChannelState,
  type ConversationState,
  type GroupState,
  pointerKey,
  type RosterEntry,
  type Snapshot,
} from '#server/distribution/snapshot'
import type { Trigger } from '#server/distribution/trigger'
import { aConversation, anOperator, conversationId, noon, operatorId } from './distribution'

const names = ['ivan', 'regina', 'oleg', 'maria', 'pavel'] as const
const ago = (most: number) => fc.integer({ min: 0, max: most }).map((age) => noon - age)
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.oneof(fc.constant(null), value)
const mostly = fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false))

const groupIds = ['everybody', 'second'].map((id) => GroupId.parse(id))
const channelIds = ['shop', 'bot'].map((id) => ChannelId.parse(id))
const anyName = fc.constantFrom(...names).map(operatorId)
const anyGroupId = fc.constantFrom(...groupIds)

const anyOperator = (name: string): fc.Arbitrary<RosterEntry> =>
  fc
    .record({
      isActive: mostly,
      takesPart: mostly,
      effective: fc.oneof(
        { weight: 3, arbitrary: fc.constant('online' as const) },
        fc.constantFrom(...Presence.shape.effective.options),
      ),
      link: fc.oneof({ weight: 4, arbitrary: fc.constant('live' as const) }, fc.constantFrom(...Link.options)),
      presenceSince: ago(100_000),
      away: ago(120_000),
      load: fc.nat({ max: 3 }),
      limit: orNull(fc.nat({ max: 6 })),
      lastAssignedAt: orNull(ago(50)),
      groupLoads: fc
        .array(fc.tuple(anyGroupId, fc.integer({ min: 1, max: 4 })), { maxLength: 2 })
        .map((loads) => new Map(loads)),
    })
    .map(({ away, ...change }) =>
      anOperator(name, { ...change, unavailableSince: change.effective === 'online' ? null : away }),
    )

const anyGroup = (id: GroupId, roster: readonly RosterEntry[]): fc.Arbitrary<GroupState> =>
  fc.record({
    id: fc.constant(id),
    order: fc.constantFrom(...orders, 'inTurn', 'leastLoaded'),
    members: fc.shuffledSubarray([...roster], { minLength: Math.max(0, roster.length - 1) }),
    isOpen: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.boolean()),
    limit: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.nat({ max: 4 })),
    answerTimeMs: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.constant(20_000)),
  })

const anyPeople: fc.Arbitrary<PeopleReceiver> = fc.oneof(
  { weight: 4, arbitrary: anyGroupId.map((groupId) => ({ kind: 'group' as const, groupId })) },
  anyName.map((id) => ({ kind: 'operator' as const, operatorId: id })),
)
const anyBot = anyPeople.map((reserve) => ({ kind: 'bot' as const, botId: BotId.parse('bot'), reserve }))

const anyChannel = (id: ChannelId): fc.Arbitrary<ChannelState> =>
  fc.record({
    id: fc.constant(id),
    receiver: fc.oneof({ weight: 5, arbitrary: anyPeople }, anyBot),
    outside: fc.oneof({ weight: 2, arbitrary: fc.constant({ kind: 'nobody' as const }) }, anyPeople, anyBot),
    onlyInHours: mostly,
    pool: fc.oneof(
      { weight: 2, arbitrary: fc.constant(null) },
      fc.subarray(names.map(operatorId), { minLength: 2 }).map((ids): ReadonlySet<OperatorId> => new Set(ids)),
    ),
  })

const anyConversation = (name: string): fc.Arbitrary<ConversationState> =>
  fc
    .record({
      channelId: fc.constantFrom(...channelIds),
      isOpen: mostly,
      priority: fc.constantFrom('normal' as const, 'high' as const),
      assignee: orNull(anyName.map((id) => ({ kind: 'operator' as const, id }))),
      assignedAt: ago(150_000),
      assignVersion: fc.nat({ max: 9 }),
      groupId: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, anyGroupId),
      ofGroup: orNull(anyGroupId),
      returnsTo: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, anyName),
      releasedBy: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, anyName),
      openedBy: fc.constantFrom('contact' as const, 'operator' as const),
      openedAt: ago(20),
      // Some have waited for longer than the shorter alarm.
      unansweredSince: orNull(
        fc.oneof(
          { weight: 3, arbitrary: ago(20) },
          ago(20).map((at) => at - 30_000),
        ),
      ),
      waitingSince: orNull(ago(20)),
      isAnswered: fc.boolean(),
      moves: fc.array(ago(900_000), { maxLength: 4 }),
      restsUntil: orNull(fc.integer({ min: -5, max: 5 }).map((more) => noon + more)),
      answerBy: orNull(fc.integer({ min: -5, max: 5 }).map((more) => noon + more)),
      lapsed: fc.subarray(names.map(operatorId), { maxLength: 2 }),
    })
    .map((change) => {
      if (change.assignee === null)
        return aConversation(name, { ...change, assignedAt: null, waitingSince: null, answerBy: null, ofGroup: null })
      return aConversation(name, { ...change, returnsTo: null, releasedBy: null, restsUntil: null })
    })

const anyTrigger: fc.Arbitrary<Trigger> = fc.oneof(
  fc
    .constantFrom('a', 'b', 'c')
    .chain((name) =>
      fc.constantFrom<Trigger>(
        { kind: 'messageArrived', conversationId: conversationId(name), opens: true },
        { kind: 'messageArrived', conversationId: conversationId(name), opens: false },
        { kind: 'conversationReleased', conversationId: conversationId(name) },
        { kind: 'transferred', conversationId: conversationId(name) },
        { kind: 'answerTimeOver', conversationId: conversationId(name) },
        { kind: 'waitTooLong', conversationId: conversationId(name) },
      ),
    ),
  anyName.map((id): Trigger => ({ kind: 'reassignmentDue', operatorId: id })),
  fc.constantFrom<Trigger>(
    { kind: 'capacityFreed' },
    { kind: 'hubStarted' },
    { kind: 'scheduleEdge' },
    { kind: 'sweep' },
  ),
)

const anySettings: fc.Arbitrary<Snapshot['settings']> = fc.record({
  version: fc.nat({ max: 99 }),
  isOn: mostly,
  loadCounts: fc.constantFrom('allOpen' as const, 'awaitingAnswer' as const),
  reassignment: fc.constantFrom(...reassignmentModes),
  reassignmentDelayMs: fc.constantFrom(10_000, 30_000),
  returnToLastAssignee: fc.boolean(),
  waitAlarmMs: fc.constantFrom(10_000, 120_000),
  overflowGroupId: orNull(anyGroupId),
})

/** Any state a company can be in, odd ones included, and anything that can happen to it. */
export const anySituation: fc.Arbitrary<{ readonly snapshot: Snapshot; readonly trigger: Trigger }> = fc
  .subarray([...names], { minLength: 1 })
  .chain((present) => fc.tuple(...present.map(anyOperator)))
  .chain((roster) =>
    fc.record({
      roster: fc.constant(roster),
      groups: fc.tuple(...groupIds.map((id) => anyGroup(id, roster))),
      channels: fc.tuple(...channelIds.map(anyChannel)),
      pointers: fc.array(fc.tuple(anyGroupId, fc.constantFrom(...channelIds), anyName), { maxLength: 4 }),
      conversations: fc.subarray([...'abcdefghijkl']).chain((some) => fc.tuple(...some.map(anyConversation))),
      settings: anySettings,
      trigger: anyTrigger,
      isOpen: mostly,
    }),
  )
  .map(({ conversations, ...rest }) => {
    // Accounts are disabled, never taken away, so whoever let it lapse is known.
    const isKnown = (id: OperatorId) => rest.roster.some((entry) => entry.id === id)
    const known = conversations.map((one) => ({ ...one, lapsed: one.lapsed.filter(isKnown) }))
    return { conversations: known, ...rest }
  })
  .map(({ roster, groups, channels, pointers, conversations, settings, trigger, isOpen }) => ({
    trigger,
    snapshot: {
      now: noon,
      settings,
      isPaused: false,
      isOpen,
      roster: new Map(roster.map((entry) => [entry.id, entry])),
      groups: new Map(groups.map((group) => [group.id, group])),
      channels: new Map(channels.map((channel) => [channel.id, channel])),
      pointers: new Map(pointers.map(([group, channel, id]) => [pointerKey(group, channel), id])),
      conversations,
    },
  }))
