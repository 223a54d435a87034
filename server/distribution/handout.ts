import type { Choice } from '#protocol/explanation'
import type { GroupId, OperatorId } from '#protocol/ids'
import type { Decision } from './decision'
import { type Bar, isEligible, isReady } from './eligible'
import type { Chosen } from './order/chosen'
import { inTurn } from './order/in-turn'
import { leastLoaded } from './order/least-loaded'
import { LoadQueue } from './order/load-queue'
import { isAmong, isOutside, overflowOf, type Receiving, receivingOf } from './receiving'
import { Seats } from './seats'
import { type ConversationState, type GroupState, pointerKey, type RosterEntry, type Snapshot } from './snapshot'

/** What came of choosing; `receiving` is who was asked last, `lapsed` who was skipped in this round. */
export type Choosing =
  | (Chosen & { readonly kind: 'chosen'; readonly receiving: Receiving; readonly lapsed: readonly OperatorId[] })
  | { readonly kind: 'nobody'; readonly choice: Extract<Choice, 'nobody' | 'byHand' | 'switchedOff' | 'outsideHours'> }

/** From so many conversations on, ranking the members once is cheaper than looking at all of them for each. */
const manyConversations = 5

const nobody: Choosing = { kind: 'nobody', choice: 'nobody' }

/** One call of the engine at work: the snapshot, and what the call itself has changed of loads and pointers. */
export class Handout {
  readonly seats: Seats
  private readonly moved = new Map<string, Extract<Decision, { kind: 'movePointer' }>>()
  /** Receivers found to have nobody: in one call room is only taken, so asking again is useless. */
  private readonly exhausted = new Set<string>()
  private readonly delays = new Map<OperatorId, number>()
  private readonly loadQueues = new Map<string, LoadQueue>()
  private hasFreed = false

  constructor(readonly snapshot: Snapshot) {
    this.seats = new Seats(snapshot.roster)
  }

  /** Undefined when the snapshot lacks the channel or the group: then nothing can be said about the conversation. */
  receiving(conversation: ConversationState): Receiving | undefined {
    return receivingOf(this.snapshot, conversation)
  }

  /** Where it may go as well, once it has waited for longer than anybody should. */
  overflow(conversation: ConversationState, receiving: Receiving): Receiving | undefined {
    return overflowOf(this.snapshot, conversation, receiving)
  }

  barOf(
    conversation: ConversationState,
    receiving: Receiving,
    lapsed: readonly OperatorId[] = conversation.lapsed,
  ): Bar {
    const { limit, id } = receiving.kind === 'group' ? receiving.group : { limit: null, id: null }
    return {
      pool: this.snapshot.channels.get(conversation.channelId)?.pool ?? null,
      takenFrom: conversation.assignee?.kind === 'operator' ? conversation.assignee.id : conversation.releasedBy,
      group: limit === null || id === null ? null : { id, limit },
      lapsed,
      isClosed: receiving.kind === 'closed',
    }
  }

  /** Whom a returning contact should find again, if the company wants that; outside working hours only those who have duty. */
  returnsTo(conversation: ConversationState, receiving: Receiving): RosterEntry | undefined {
    if (conversation.returnsTo === null || !this.snapshot.settings.returnToLastAssignee) return undefined
    return isOutside(receiving) && !isAmong(receiving, conversation.returnsTo)
      ? undefined
      : this.seats.get(conversation.returnsTo)
  }

  pointer(groupId: GroupId, conversation: ConversationState): OperatorId | undefined {
    const key = pointerKey(groupId, conversation.channelId)
    return this.moved.get(key)?.to ?? this.snapshot.pointers.get(key)
  }

  /** `lapsed`: who has let it lapse in this round; when nobody else is left the next round begins. */
  choose(
    conversation: ConversationState,
    receiving: Receiving,
    lapsed: readonly OperatorId[] = conversation.lapsed,
  ): Choosing {
    if (!this.snapshot.settings.isOn) return { kind: 'nobody', choice: 'switchedOff' }
    const found = this.chooseAmong(conversation, receiving, lapsed)
    if (found.kind === 'chosen') return found
    const overflow = this.overflow(conversation, receiving)
    if (overflow === undefined) return found
    const further = this.chooseAmong(conversation, overflow, lapsed)
    return further.kind === 'chosen' ? further : found
  }

  private chooseAmong(conversation: ConversationState, receiving: Receiving, lapsed: readonly OperatorId[]): Choosing {
    const found = this.chooseOnce(conversation, receiving, lapsed)
    if (found.kind === 'chosen' || lapsed.length === 0) return found
    return this.chooseOnce(conversation, receiving, [])
  }

  private chooseOnce(conversation: ConversationState, receiving: Receiving, lapsed: readonly OperatorId[]): Choosing {
    if (receiving.kind === 'closed') return { kind: 'nobody', choice: 'outsideHours' }
    const bar = this.barOf(conversation, receiving, lapsed)
    const last = this.returnsTo(conversation, receiving)
    if (last !== undefined && isEligible(last, bar))
      return { kind: 'chosen', entry: last, choice: 'lastAssignee', receiving, lapsed }
    if (receiving.kind === 'group') {
      const chosen = this.chooseFrom(receiving.group, conversation, bar)
      if (chosen === 'byHand') return { kind: 'nobody', choice: 'byHand' }
      return chosen === null
        ? nobody
        : { kind: 'chosen', entry: chosen.entry, choice: chosen.choice, receiving, lapsed }
    }
    const named = this.seats.get(receiving.id)
    if (named === undefined || !isEligible(named, bar)) return nobody
    return { kind: 'chosen', entry: named, choice: 'namedOperator', receiving, lapsed }
  }

  /** Takes note that it was given away, so that the next one in this call is chosen in the light of it. */
  give(conversation: ConversationState, { entry, choice, receiving }: Extract<Choosing, { kind: 'chosen' }>) {
    const from = conversation.assignee?.kind === 'operator' ? conversation.assignee.id : null
    const group = receiving.kind === 'group' ? receiving.group : null
    const limited = group === null || group.limit === null ? null : group.id
    this.seats.give(entry.id, this.weight(conversation), this.snapshot.now, limited)
    if (from !== null) this.release(conversation, from)
    if (group === null || group.order !== 'inTurn' || choice === 'lastAssignee') return
    const { channelId } = conversation
    const key = pointerKey(group.id, channelId)
    this.moved.set(key, { kind: 'movePointer', groupId: group.id, channelId, to: entry.id })
  }

  /** Takes note that it leaves its assignee. */
  release(conversation: ConversationState, from: OperatorId) {
    this.seats.free(from, this.weight(conversation), conversation.ofGroup)
    this.freed(from)
  }

  /** As a rule whoever loses one is away. One who let the answer time pass has room again: what was found before holds no more. */
  private freed(from: OperatorId) {
    const seat = this.seats.get(from)
    if (seat === undefined || !isReady(seat)) return
    this.exhausted.clear()
    this.loadQueues.clear()
    this.hasFreed = true
  }

  /** Has somebody who is here got room since this was last asked? */
  takeFreed(): boolean {
    const { hasFreed } = this
    this.hasFreed = false
    return hasFreed
  }

  /** Takes note that something of his is due only then. */
  delay(operatorId: OperatorId, until: number) {
    this.delays.set(operatorId, Math.min(until, this.delays.get(operatorId) ?? until))
  }

  /** What is to be done besides the conversations: pointers that moved, and who is to be looked at again. */
  afterwards(): readonly Decision[] {
    const delays = [...this.delays].map(
      ([operatorId, until]): Decision => ({ kind: 'startReassignmentDelay', operatorId, until }),
    )
    return [...this.moved.values(), ...delays]
  }

  private chooseFrom(group: GroupState, conversation: ConversationState, bar: Bar): Chosen | 'byHand' | null {
    if (group.order === 'byHand') return 'byHand'
    const key = pointerKey(group.id, conversation.channelId)
    if (this.exhausted.has(key)) return null
    const chosen =
      group.order === 'inTurn'
        ? inTurn(this.seats.of(group.members), this.pointer(group.id, conversation), bar)
        : this.leastLoaded(key, group, bar)
    if (chosen !== null) return chosen
    const taken = bar.takenFrom === null ? undefined : this.seats.get(bar.takenFrom)
    if (bar.lapsed.length === 0 && (taken === undefined || !isReady(taken))) this.exhausted.add(key)
    return null
  }

  private leastLoaded(key: string, group: GroupState, bar: Bar): Chosen | null {
    if (this.snapshot.conversations.length < manyConversations) return leastLoaded(this.seats.of(group.members), bar)
    const known = this.loadQueues.get(key)
    if (known !== undefined) return known.choose(bar)
    const made = new LoadQueue(this.seats.lasting(group.members), bar)
    this.loadQueues.set(key, made)
    return made.choose(bar)
  }

  /** What it counts for in somebody's load. */
  private weight(conversation: ConversationState): number {
    return this.snapshot.settings.loadCounts === 'allOpen' || conversation.unansweredSince !== null ? 1 : 0
  }
}
