import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutsideReceiver } from '#protocol/channel'
import type { ConversationId, GroupId, OperatorId } from '#protocol/ids'
import { anySituation } from '#test/support/any-situation'
import { aConversation, anOperator, aSnapshot, noon } from '#test/support/distribution'
import { decide } from './decide'
import type { Decision } from './decision'
import { compareWaiting } from './queue'
import { type ConversationState, type GroupState, pointerKey, type RosterEntry, type Snapshot } from './snapshot'

const runs = { numRuns: 1_000 }
type Assignment = Extract<Decision, { kind: 'assign' }>
const assignments = (decisions: readonly Decision[]) =>
  decisions.filter((decision): decision is Assignment => decision.kind === 'assign')

const conversationOf = (snapshot: Snapshot, decision: Assignment): ConversationState => {
  const found = snapshot.conversations.find(({ id }) => id === decision.conversationId)
  if (found === undefined) throw new Error('decided about a conversation nobody asked about')
  return found
}

interface Asked {
  readonly entry: RosterEntry
  readonly load: number
  /** The group it would come through, and what he has of it. */
  readonly group: GroupState | undefined
  readonly groupLoad: number
}

/** Said once more in other words, so that the engine's own rule is not its witness. */
function mayHave(
  snapshot: Snapshot,
  conversation: ConversationState,
  { entry, load, group, groupLoad }: Asked,
): boolean {
  const channel = snapshot.channels.get(conversation.channelId)
  const isHis = conversation.assignee?.kind === 'operator' && conversation.assignee.id === entry.id
  return [
    entry.isActive,
    entry.takesPart,
    entry.effective === 'online',
    entry.link === 'live',
    entry.limit === null || load < entry.limit,
    group === undefined || group.limit === null || groupLoad < group.limit,
    channel?.pool?.has(entry.id) ?? true,
    !isHis,
    conversation.assignee !== null || conversation.releasedBy !== entry.id,
  ].every(Boolean)
}

/** Where it goes at this moment; `closed` = nowhere before opening. The bot of these situations is never reached. */
function destination(
  snapshot: Snapshot,
  { channelId, groupId }: ConversationState,
): OperatorId | GroupState | 'closed' | undefined {
  const { channels, groups } = snapshot
  const channel = channels.get(channelId)
  if (channel === undefined) return undefined
  const resolve = (receiver: OutsideReceiver) => {
    const people = receiver.kind === 'bot' ? receiver.reserve : receiver
    if (people.kind === 'nobody') return 'closed' as const
    return people.kind === 'operator' ? people.operatorId : groups.get(people.groupId)
  }
  const transferred = groupId === null ? undefined : groups.get(groupId)
  const inside = transferred ?? resolve(channel.receiver)
  const own = typeof inside === 'object' ? inside.isOpen : null
  const isWorking = !channel.onlyInHours || (own === null ? snapshot.isOpen : own)
  if (isWorking || inside === undefined) return inside
  if (transferred !== undefined) return 'closed'
  const outside = resolve(channel.outside)
  return typeof outside === 'object' && outside.isOpen === false ? 'closed' : outside
}

const isOverdue = (snapshot: Snapshot, { unansweredSince }: ConversationState): boolean =>
  unansweredSince !== null && unansweredSince + snapshot.settings.waitAlarmMs <= snapshot.now

/** Walks through the decisions with the loads as they change; what is freed only in the middle of a call serves the next one. */
function replayLoads(
  snapshot: Snapshot,
  decisions: readonly Decision[],
  look: (each: Assignment, load: number, groupLoad: number) => void,
  isFreeing = true,
) {
  const inGroups = new Map<string, number>()
  const key = (id: OperatorId, groupId: GroupId) => `${id} ${groupId}`
  const groupLoad = (id: OperatorId, groupId: GroupId | null) =>
    groupId === null ? 0 : (inGroups.get(key(id, groupId)) ?? snapshot.roster.get(id)?.groupLoads.get(groupId) ?? 0)
  const loads = new Map([...snapshot.roster.values()].map((entry) => [entry.id, entry.load]))
  const load = (id: OperatorId) => loads.get(id) ?? 0
  for (const decision of assignments(decisions)) {
    look(decision, load(decision.to), groupLoad(decision.to, decision.groupId))
    const conversation = conversationOf(snapshot, decision)
    const weight = snapshot.settings.loadCounts === 'allOpen' || conversation.unansweredSince !== null ? 1 : 0
    loads.set(decision.to, load(decision.to) + weight)
    if (decision.groupId !== null)
      inGroups.set(key(decision.to, decision.groupId), groupLoad(decision.to, decision.groupId) + weight)
    if (decision.from === null || !isFreeing) continue
    loads.set(decision.from, Math.max(0, load(decision.from) - weight))
    const { ofGroup } = conversation
    if (ofGroup !== null)
      inGroups.set(key(decision.from, ofGroup), Math.max(0, groupLoad(decision.from, ofGroup) - weight))
  }
  return { load, groupLoad }
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  const parts = value instanceof Map || value instanceof Set ? [...value.values()] : Object.values(value)
  for (const part of parts) frozen(part)
  return Object.freeze(value)
}

describe('whatever happens', { timeout: 60_000 }, () => {
  it('nobody ineligible is chosen, and nobody is put above his limit', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        replayLoads(snapshot, decide(snapshot, trigger), (decision, load, groupLoad) => {
          const entry = snapshot.roster.get(decision.to)
          const group = decision.groupId === null ? undefined : snapshot.groups.get(decision.groupId)
          const conversation = conversationOf(snapshot, decision)
          expect(entry && mayHave(snapshot, conversation, { entry, load, group, groupLoad })).toBe(true)
          expect(decision.lapsed).not.toContain(decision.to)
        })
      }),
      runs,
    )
  })

  it('it goes where it belongs at this moment: nothing before opening, elsewhere only by overflow or back to who had it', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        for (const decision of assignments(decide(snapshot, trigger))) {
          const conversation = conversationOf(snapshot, decision)
          const place = destination(snapshot, conversation)
          expect(place === undefined || place === 'closed').toBe(false)
          if (decision.choice === 'lastAssignee') continue
          const isThere =
            typeof place === 'object'
              ? decision.groupId === place.id && place.members.some(({ id }) => id === decision.to)
              : decision.to === place
          const { overflowGroupId } = snapshot.settings
          const isOverflow = decision.groupId === overflowGroupId && isOverdue(snapshot, conversation)
          expect(isThere || isOverflow).toBe(true)
        }
      }),
      runs,
    )
  })

  it('nobody who could be helped is left: for whoever stays unassigned no member of his group is eligible', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        const decisions = decide(snapshot, trigger)
        const { load, groupLoad } = replayLoads(snapshot, decisions, () => undefined, false)
        const placed = new Set(assignments(decisions).map((decision) => decision.conversationId))
        for (const conversation of snapshot.conversations) {
          const place = destination(snapshot, conversation)
          const isResting = conversation.restsUntil !== null && conversation.restsUntil > noon
          const isLeft =
            conversation.isOpen && conversation.assignee === null && !placed.has(conversation.id) && !isResting
          if (!isLeft || !snapshot.settings.isOn || typeof place !== 'object' || place.order === 'byHand') continue
          const could = place.members.filter((entry) =>
            mayHave(snapshot, conversation, {
              ...{ entry, load: load(entry.id), group: place, groupLoad: groupLoad(entry.id, place.id) },
            }),
          )
          expect(could).toEqual([])
        }
      }),
      runs,
    )
  })

  it('the older is served before the younger who asks for the same', () => {
    const asks = (snapshot: Snapshot, conversation: ConversationState) => {
      const { channelId, groupId, returnsTo, releasedBy, assignee, lapsed } = conversation
      const isLate = isOverdue(snapshot, conversation)
      return JSON.stringify([channelId, groupId, returnsTo, releasedBy, assignee, lapsed, isLate])
    }
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        const placed = new Set(assignments(decide(snapshot, trigger)).map((decision) => decision.conversationId))
        const waiting = snapshot.conversations.filter(
          ({ isOpen, assignee, restsUntil }) => isOpen && assignee === null && (restsUntil ?? 0) <= noon,
        )
        for (const young of waiting)
          for (const old of waiting)
            if (asks(snapshot, old) === asks(snapshot, young) && compareWaiting(old, young) < 0 && placed.has(young.id))
              expect(placed.has(old.id)).toBe(true)
      }),
      runs,
    )
  })

  it('no conversation is decided about twice, and none that nobody asked about', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        const ids = decide(snapshot, trigger).flatMap((decision) =>
          'conversationId' in decision ? [decision.conversationId] : [],
        )
        expect(new Set(ids).size).toBe(ids.length)
        const known = new Set(snapshot.conversations.map(({ id }) => id))
        expect(ids.every((id) => known.has(id))).toBe(true)
      }),
      runs,
    )
  })

  it('the same is decided again, in whatever order the conversations are handed in', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        const turned = { ...snapshot, conversations: snapshot.conversations.toReversed() }
        expect(decide(turned, trigger)).toEqual(decide(snapshot, trigger))
      }),
      runs,
    )
  })

  it('the snapshot is left as it was', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        const before = structuredClone(snapshot)
        decide(frozen(snapshot), frozen(trigger))
        expect(snapshot).toEqual(before)
      }),
      runs,
    )
  })

  it('a pointer moves once at most, to the last one chosen there in turn', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        const decisions = decide(snapshot, trigger)
        const expected = new Map<string, Decision>()
        for (const decision of assignments(decisions)) {
          const { channelId } = conversationOf(snapshot, decision)
          const { groupId, to } = decision
          if (groupId === null || decision.choice === 'lastAssignee') continue
          if (snapshot.groups.get(groupId)?.order === 'inTurn')
            expected.set(`${groupId} ${channelId}`, { kind: 'movePointer', groupId, channelId, to })
        }
        const moved = decisions.filter(({ kind }) => kind === 'movePointer')
        expect(new Set(moved)).toEqual(new Set(expected.values()))
        expect(moved.length).toBe(expected.size)
      }),
      runs,
    )
  })
})

/** The company after these decisions. */
function after(snapshot: Snapshot, decisions: readonly Decision[]): Snapshot {
  const roster = new Map(snapshot.roster)
  const pointers = new Map(snapshot.pointers)
  const change = (
    id: OperatorId,
    weight: number,
    given: { at: number; groupId: GroupId | null } | null,
    leaves: GroupId | null = null,
  ) => {
    const entry = roster.get(id)
    if (entry === undefined) return
    const load = Math.max(0, entry.load + weight)
    const groupLoads = new Map(entry.groupLoads)
    if (given?.groupId) groupLoads.set(given.groupId, (groupLoads.get(given.groupId) ?? 0) + weight)
    const left = leaves === null ? undefined : groupLoads.get(leaves)
    if (leaves !== null && left !== undefined) groupLoads.set(leaves, Math.max(0, left + weight))
    roster.set(id, { ...entry, load, groupLoads, lastAssignedAt: given?.at ?? entry.lastAssignedAt })
  }
  for (const decision of decisions) {
    if (decision.kind === 'movePointer') pointers.set(pointerKey(decision.groupId, decision.channelId), decision.to)
    if (decision.kind !== 'assign' && decision.kind !== 'rest') continue
    const conversation = snapshot.conversations.find(({ id }) => id === decision.conversationId)
    const weight = snapshot.settings.loadCounts === 'allOpen' || conversation?.unansweredSince !== null ? 1 : 0
    if (decision.kind === 'assign') change(decision.to, weight, { at: snapshot.now, groupId: decision.groupId })
    if (decision.from !== null) change(decision.from, -weight, null, conversation?.ofGroup)
  }
  const members = (group: GroupState) => group.members.map((entry) => roster.get(entry.id) ?? entry)
  const groups = new Map([...snapshot.groups].map(([id, group]) => [id, { ...group, members: members(group) }]))
  return { ...snapshot, roster, groups, pointers }
}

const aboutConversations = (decisions: readonly Decision[]) =>
  decisions.filter((decision) => 'conversationId' in decision)

describe('a drain', { timeout: 60_000 }, () => {
  it('gives what one call after another would', () => {
    fc.assert(
      fc.property(anySituation, ({ snapshot, trigger }) => {
        let now = snapshot
        const oneByOne = new Map<ConversationId, Decision>()
        const left = new Map<ConversationId, ConversationState>()
        const moves = (conversation: ConversationState): boolean => {
          const decisions = decide({ ...now, conversations: [conversation] }, trigger)
          now = after({ ...now, conversations: snapshot.conversations }, decisions)
          const [decision] = aboutConversations(decisions)
          if (decision === undefined || decision.kind === 'wait') left.set(conversation.id, conversation)
          else if (left.delete(conversation.id)) oneByOne.delete(conversation.id)
          if (decision !== undefined) oneByOne.set(conversation.id, decision)
          return decision?.kind === 'assign' && decision.from !== null
        }
        // Whoever has lost one may have room for those who were looked at in vain before.
        for (const conversation of snapshot.conversations.toSorted(compareWaiting))
          for (let again = moves(conversation); again; ) again = [...left.values()].some(moves)
        expect(aboutConversations(decide(snapshot, trigger))).toEqual([...oneByOne.values()])
      }),
      runs,
    )
  })
})

describe('in turn', { timeout: 60_000 }, () => {
  it('is fair within one among those who stay ready', () => {
    const count = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(count, fc.nat({ max: 60 }), fc.boolean(), (people, contacts, isAtOnce) => {
        const operators = Array.from({ length: people }, (_, index) => anOperator(`operator ${index}`))
        const all = Array.from({ length: contacts }, (_, index) => aConversation(`conversation ${index}`))
        const got = new Map(operators.map(({ id }) => [id, 0]))
        let snapshot = aSnapshot({ operators })
        for (const conversations of isAtOnce ? [all] : all.map((each) => [each])) {
          for (const decision of decide({ ...snapshot, conversations }, { kind: 'sweep' })) {
            if (decision.kind === 'assign') got.set(decision.to, (got.get(decision.to) ?? 0) + 1)
            if (decision.kind === 'movePointer') snapshot = aSnapshot({ operators, pointer: decision.to })
          }
        }
        const counts = [...got.values()]
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
        expect(counts.reduce((sum, each) => sum + each, 0)).toBe(contacts)
      }),
      runs,
    )
  })
})
