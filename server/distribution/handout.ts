import type { Choice } from '#protocol/explanation'
import type { GroupId, OperatorId } from '#protocol/ids'
import type { Decision } from './decision'
import { type Bar, isEligible, isReady } from './eligible'
import type { Chosen } from './order/chosen'
import { inTurn } from './order/in-turn'
import { leastLoaded } from './order/least-loaded'
import { LoadQueue } from './order/load-queue'
import { Seats } from './seats'
import { type ConversationState, type GroupState, pointerKey, type RosterEntry, type Snapshot } from './snapshot'

/** Who is to get a conversation: a person or a group. */
export type Receiving =
  | { readonly kind: 'operator'; readonly id: OperatorId }
  | { readonly kind: 'group'; readonly group: GroupState }

/** What came of choosing. */
export type Choosing =
  | (Chosen & { readonly kind: 'chosen' })
  | { readonly kind: 'nobody'; readonly choice: Extract<Choice, 'nobody' | 'byHand' | 'switchedOff'> }

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

  constructor(readonly snapshot: Snapshot) {
    this.seats = new Seats(snapshot.roster)
  }

  /** Undefined when the snapshot lacks the channel or the group: then nothing can be said about the conversation. */
  receiving(conversation: ConversationState): Receiving | undefined {
    const { groups, channels } = this.snapshot
    const receiver = channels.get(conversation.channelId)?.receiver
    if (receiver === undefined) return undefined
    if (conversation.groupId === null && receiver.kind === 'operator')
      return { kind: 'operator', id: receiver.operatorId }
    const groupId = conversation.groupId ?? (receiver.kind === 'group' ? receiver.groupId : null)
    const group = groupId === null ? undefined : groups.get(groupId)
    return group === undefined ? undefined : { kind: 'group', group }
  }

  barOf(conversation: ConversationState): Bar {
    return {
      pool: this.snapshot.channels.get(conversation.channelId)?.pool ?? null,
      takenFrom: conversation.assignee?.kind === 'operator' ? conversation.assignee.id : conversation.releasedBy,
    }
  }

  /** Whom a returning contact should find again, if the company wants that. */
  returnsTo(conversation: ConversationState): RosterEntry | undefined {
    if (conversation.returnsTo === null || !this.snapshot.settings.returnToLastAssignee) return undefined
    return this.seats.get(conversation.returnsTo)
  }

  pointer(groupId: GroupId, conversation: ConversationState): OperatorId | undefined {
    const key = pointerKey(groupId, conversation.channelId)
    return this.moved.get(key)?.to ?? this.snapshot.pointers.get(key)
  }

  choose(conversation: ConversationState, receiving: Receiving): Choosing {
    if (!this.snapshot.settings.isOn) return { kind: 'nobody', choice: 'switchedOff' }
    const bar = this.barOf(conversation)
    const last = this.returnsTo(conversation)
    if (last !== undefined && isEligible(last, bar)) return { kind: 'chosen', entry: last, choice: 'lastAssignee' }
    if (receiving.kind === 'group') return this.chooseFrom(receiving.group, conversation, bar)
    const named = this.seats.get(receiving.id)
    if (named === undefined || !isEligible(named, bar)) return nobody
    return { kind: 'chosen', entry: named, choice: 'namedOperator' }
  }

  /** Takes note that it was given away, so that the next one in this call is chosen in the light of it. */
  give(conversation: ConversationState, chosen: Chosen, receiving: Receiving) {
    const from = conversation.assignee?.kind === 'operator' ? conversation.assignee.id : null
    this.seats.move(from, chosen.entry.id, this.weight(conversation), this.snapshot.now)
    if (receiving.kind !== 'group' || receiving.group.order !== 'inTurn' || chosen.choice === 'lastAssignee') return
    const { group } = receiving
    const { channelId } = conversation
    const key = pointerKey(group.id, channelId)
    this.moved.set(key, { kind: 'movePointer', groupId: group.id, channelId, to: chosen.entry.id })
  }

  /** Takes note that it leaves its assignee for nobody. */
  release(conversation: ConversationState, from: OperatorId) {
    this.seats.free(from, this.weight(conversation))
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

  private chooseFrom(group: GroupState, conversation: ConversationState, bar: Bar): Choosing {
    if (group.order === 'byHand') return { kind: 'nobody', choice: 'byHand' }
    const key = pointerKey(group.id, conversation.channelId)
    if (this.exhausted.has(key)) return nobody
    const chosen =
      group.order === 'inTurn'
        ? inTurn(this.seats.of(group.members), this.pointer(group.id, conversation), bar)
        : this.leastLoaded(key, group, bar)
    if (chosen !== null) return { kind: 'chosen', ...chosen }
    const taken = bar.takenFrom === null ? undefined : this.seats.get(bar.takenFrom)
    if (taken === undefined || !isReady(taken)) this.exhausted.add(key)
    return nobody
  }

  private leastLoaded(key: string, group: GroupState, bar: Bar): Chosen | null {
    if (this.snapshot.conversations.length < manyConversations) return leastLoaded(this.seats.of(group.members), bar)
    const known = this.loadQueues.get(key)
    if (known !== undefined) return known.choose(bar.takenFrom)
    const made = new LoadQueue(this.seats.lasting(group.members), bar.pool)
    this.loadQueues.set(key, made)
    return made.choose(bar.takenFrom)
  }

  /** What it counts for in somebody's load. */
  private weight(conversation: ConversationState): number {
    return this.snapshot.settings.loadCounts === 'allOpen' || conversation.unansweredSince !== null ? 1 : 0
  }
}
