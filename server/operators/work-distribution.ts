import type { ConversationRow } from '#protocol/conversation'
import type { ConversationId, OperatorId } from '#protocol/ids'
import { applyDecisions } from '../conversations/apply-decisions'
import type { ConversationDraft } from '../conversations/draft'
import type { ConversationFacts } from '../conversations/facts'
import { basisOf } from '../distribution/basis-of'
import { decide } from '../distribution/decide'
import type { Decision } from '../distribution/decision'
import { receivingOf } from '../distribution/receiving'
import type { ConversationState, Snapshot } from '../distribution/snapshot'
import type { Trigger } from '../distribution/trigger'
import { momentOf } from './moments'
import type { DecisionRow, DistributionLog, FullDistribution, Moment, OperatorsWork, QueuePlace } from './ports'
import type { Roster } from './roster'

/** A transaction hands out no more than this: the event loop is not held, and what others wait for comes in between. */
const queuePage = 200

/** What outlives the transaction: later work it leaves behind. */
export interface Afterwards {
  /** Nothing is handed out until everybody had the chance to be back. */
  isPaused(): boolean
  /** The clock may be wrong, and how long it has been with somebody away is known by the clock alone: it is not taken from him for a while. */
  isAbsenceDoubted(operatorId: OperatorId, conversationId: ConversationId): boolean
  /** The queue goes on from there, in a transaction of its own. */
  goOn(after: QueuePlace): void
  restsUntil(conversationId: ConversationId, until: number): void
  /** Given a conversation while he is away: its delay counts from now. */
  given(work: OperatorsWork, operatorId: OperatorId, conversationId: ConversationId): Promise<void>
  /** What he has had for some time is to be looked at once the delay from that moment is over. */
  delayedFrom(work: OperatorsWork, operatorId: OperatorId, from: number): Promise<void>
  /** Operators who are away are to be looked at again. */
  lookAtAway(): void
  /** Working hours, or how long somebody may wait, may be others now. */
  rulesChanged(): void
  /** Too early to do anything about it: nobody is there before then. */
  putOff(moment: Moment, at: number): void
  /** How far the wall clock has jumped since deadlines last followed it: told once, unless it is given back. */
  takeJump(): number
  giveBackJump(ms: number): void
  /** The claim found more rows than the model: it is to be read anew. */
  modelDiffers(): void
}

/** Distribution inside one transaction: builds the snapshot, asks the engine, carries out what it says, stores why. */
export class WorkDistribution implements FullDistribution {
  readonly #work: OperatorsWork
  readonly #roster: Roster
  readonly #afterwards: Afterwards
  readonly #log: DistributionLog

  constructor(work: OperatorsWork, roster: Roster, afterwards: Afterwards, log: DistributionLog) {
    this.#work = work
    this.#roster = roster
    this.#afterwards = afterwards
    this.#log = log
  }

  async begin(): Promise<void> {
    const jump = this.#afterwards.takeJump()
    if (jump === 0) return
    this.#work.onUndone(() => this.#afterwards.giveBackJump(jump))
    const timed = await this.#work.queue.timed()
    this.#work.know(timed)
    for (const { row, answerBy, restsUntil, moves } of timed) {
      const draft = await this.#work.draft(row.id)
      draft?.hide({
        answerBy: later(answerBy, jump),
        restsUntil: later(restsUntil, jump),
        moves: moves.map((at) => at + jump),
      })
    }
    await this.#work.flush()
  }

  async messageArrived(draft: ConversationDraft, opens: boolean): Promise<void> {
    const { assignee, waitingSince } = draft.row
    const isAway =
      assignee?.kind === 'operator' &&
      this.#work.people.effective(assignee.id) !== 'online' &&
      !this.#afterwards.isAbsenceDoubted(assignee.id, draft.id)
    // An unassigned one that was looked at when it opened is in the queue, and that is drained by what frees somebody.
    if (!opens && !isAway && waitingSince === null) return
    await this.#decide({ kind: 'messageArrived', conversationId: draft.id, opens }, [draft.facts])
  }

  async givenBack(draft: ConversationDraft, how: 'released' | 'transferred'): Promise<void> {
    const kind = how === 'released' ? 'conversationReleased' : 'transferred'
    await this.#decide({ kind, conversationId: draft.id }, [draft.facts])
  }

  async restOver(conversationId: ConversationId): Promise<void> {
    const draft = await this.#work.draft(conversationId)
    if (draft === undefined || draft.facts.restsUntil === null) return
    draft.hide({ restsUntil: null })
    await this.#decide({ kind: 'restOver', conversationId }, [draft.facts])
  }

  async momentCame(moment: Moment): Promise<void> {
    const { conversationId, kind } = moment
    const draft = await this.#work.draft(conversationId)
    const still = draft === undefined ? null : momentOf(draft.facts, this.#roster.settings.waitAlarmMs)
    // The moment itself may have been put off, but not what it is about.
    if (draft === undefined || still === null || still.kind !== kind || still.at > moment.at) return
    if (kind === 'waitTooLong' && !this.#alarm(draft, moment)) return
    await this.#decide({ kind, conversationId }, [draft.facts], Math.max(still.at, this.#work.now))
  }

  /** Nobody waits too long for opening: that is put off until then. */
  #alarm({ id, row }: ConversationDraft, moment: Moment): boolean {
    this.#roster.atMoment(this.#work.now)
    const { nextEdge } = this.#roster
    if (receivingOf(this.#roster, row)?.kind === 'closed') {
      if (nextEdge !== null) this.#work.afterCommit(() => this.#afterwards.putOff(moment, nextEdge))
      return false
    }
    this.#work.announce({ kind: 'alarm', alarm: 'waitingTooLong', conversationId: id, channel: null })
    return true
  }

  async operatorReady(operatorId: OperatorId): Promise<void> {
    const his = this.#hasOpen(operatorId) ? await this.#work.queue.assignedTo([operatorId]) : []
    await this.#drain({ kind: 'presenceChanged', operatorId }, his, null)
  }

  async reassignmentDue(operatorId: OperatorId, asOf = this.#work.now): Promise<number> {
    if (!this.#hasOpen(operatorId)) return 0
    await this.#work.flush()
    const his = await this.#work.queue.assignedTo([operatorId])
    // What waits for somebody else is in the queue already, and does not depend on how long he has been away.
    const isSure = ({ id, waitingSince }: ConversationRow) =>
      waitingSince !== null || !this.#afterwards.isAbsenceDoubted(operatorId, id)
    const sure = his.filter(({ row }) => isSure(row))
    // What was assigned, marked or written since then is not to be judged by how things stood before.
    const isSince = (at: number | null) => at !== null && at > asOf && at <= this.#work.now
    const isKnown = ({ assignedAt, waitingSince, unansweredSince }: ConversationRow) =>
      !isSince(assignedAt) && !isSince(waitingSince) && !isSince(unansweredSince)
    const known = asOf < this.#work.now ? sure.filter(({ row }) => isKnown(row)) : sure
    return await this.#decide({ kind: 'reassignmentDue', operatorId }, known, asOf)
  }

  async companyChanged(): Promise<void> {
    await this.#drain({ kind: 'settingsChanged' }, [], null)
    this.#work.afterCommit(() => {
      this.#afterwards.lookAtAway()
      this.#afterwards.rulesChanged()
    })
  }

  async drain(
    kind: 'hubStarted' | 'capacityFreed' | 'scheduleEdge' | 'sweep',
    after: QueuePlace | null,
  ): Promise<number> {
    return await this.#drain({ kind }, [], after)
  }

  async settle(): Promise<void> {
    await this.#work.flush()
    for (const { operatorId, conversationId } of this.#work.people.takeGiven())
      await this.#afterwards.given(this.#work, operatorId, conversationId)
    // What moves out of one hand makes room in it: for those the queue had passed over by then. It ends, since nothing moves twice.
    for (let freed = this.#work.people.takeFreed(); freed !== null; freed = this.#work.people.takeFreed())
      await this.#drain({ kind: freed }, [], null)
  }

  #hasOpen(operatorId: OperatorId): boolean {
    return (this.#roster.members.get(operatorId)?.open ?? 0) > 0
  }

  async #drain(trigger: Trigger, also: readonly ConversationFacts[], after: QueuePlace | null): Promise<number> {
    await this.#work.flush()
    this.#roster.atMoment(this.#work.now)
    // Switched off nothing is handed out; only the marks of those who waited go, once, from the first page to the last.
    const isAsked = this.#roster.settings.isOn || trigger.kind === 'settingsChanged' || after !== null
    const isWorthLooking =
      isAsked && this.#roster.tallies.queued > 0 && this.#roster.hasRoom() && this.#roster.isAnythingOpen()
    const page = isWorthLooking ? await this.#work.queue.page(after, queuePage) : { conversations: [], next: null }
    const known = new Set(also.map((one) => one.row.id))
    const queued = page.conversations.filter((one) => !known.has(one.row.id))
    const changed = await this.#decide(trigger, [...also, ...queued])
    await this.#work.flush()
    const { next } = page
    if (next !== null && this.#roster.hasRoom()) this.#work.afterCommit(() => this.#afterwards.goOn(next))
    return changed
  }

  async #decide(trigger: Trigger, conversations: readonly ConversationFacts[], now = this.#work.now): Promise<number> {
    if (conversations.length === 0 || this.#afterwards.isPaused()) return 0
    const snapshot = this.#snapshot(conversations, now)
    const decisions = ofNow(decide(snapshot, trigger), now - this.#work.now)
    if (decisions.length === 0) return 0
    const work = this.#work
    work.know(conversations)
    const basis = basisOf(snapshot, trigger, decisions)
    const decisionId = basis === null ? null : await work.decisions.addBasis(work.now, JSON.stringify(basis))
    const { done, refused } = await applyDecisions(work, decisions, decisionId)
    if (decisionId !== null)
      await work.decisions.addRows(
        decisionId,
        done.map(rowOf).filter((row) => row !== null),
      )
    await this.#keepTurns(decisions)
    await this.#keepDelays(decisions)
    this.#leaveBehind(done)
    if (refused.length > 0) {
      this.#log.bug('claimRefused', refused.length)
      work.afterCommit(() => this.#afterwards.modelDiffers())
    }
    if (decisionId !== null) work.afterCommit(() => this.#log.decided(trigger.kind, done.length, decisionId))
    return done.length
  }

  async #keepTurns(decisions: readonly Decision[]): Promise<void> {
    for (const decision of decisions) {
      if (decision.kind !== 'movePointer') continue
      const { groupId, channelId, to } = decision
      const turn = { groupId, channelId, operatorId: to }
      this.#work.people.moveTurn(turn)
      await this.#work.company.saveTurn(turn)
    }
  }

  async #keepDelays(decisions: readonly Decision[]): Promise<void> {
    for (const decision of decisions) {
      if (decision.kind !== 'startReassignmentDelay') continue
      const from = decision.until - this.#roster.settings.reassignmentDelayMs
      await this.#afterwards.delayedFrom(this.#work, decision.operatorId, from)
    }
  }

  #leaveBehind(done: readonly Decision[]): void {
    for (const decision of done) {
      if (decision.kind !== 'rest') continue
      const { conversationId, until } = decision
      this.#work.afterCommit(() => this.#afterwards.restsUntil(conversationId, until))
    }
  }

  #snapshot(conversations: readonly ConversationFacts[], now: number): Snapshot {
    // Where the clock was set back a moment may lie ahead; the hours are those of the present all the same.
    this.#roster.atMoment(Math.min(now, this.#work.now))
    const { engineSettings, entries, groups, channels, pointers, isOpen } = this.#roster
    return {
      now,
      settings: engineSettings,
      isPaused: false,
      isOpen,
      roster: entries,
      groups,
      channels,
      pointers,
      conversations: conversations.map(stateOf),
    }
  }
}

const later = (at: number | null, ms: number): number | null => (at === null ? null : at + ms)

/** Where the clock has gone back the engine is asked about a later moment; what is to be done when counts from now all the same. */
function ofNow(decisions: readonly Decision[], ahead: number): readonly Decision[] {
  if (ahead <= 0) return decisions
  return decisions.map((decision) => {
    if (decision.kind === 'rest') return { ...decision, until: decision.until - ahead }
    if (decision.kind !== 'assign' || decision.answerBy === null) return decision
    return { ...decision, answerBy: decision.answerBy - ahead }
  })
}

/** A conversation as the engine sees it. */
const stateOf = ({
  row,
  returnsTo,
  releasedBy,
  moves,
  restsUntil,
  ofGroup,
  answerBy,
  lapsed,
}: ConversationFacts): ConversationState => ({
  id: row.id,
  channelId: row.channelId,
  isOpen: row.isOpen,
  priority: row.priority,
  assignee: row.assignee,
  assignedAt: row.assignedAt,
  assignVersion: row.assignVersion,
  ofGroup,
  groupId: row.groupId,
  returnsTo,
  releasedBy,
  openedBy: row.openedBy,
  openedAt: row.openedAt,
  unansweredSince: row.unansweredSince,
  waitingSince: row.waitingSince,
  isAnswered: row.isAnswered,
  moves,
  restsUntil,
  answerBy,
  lapsed,
})

function rowOf(decision: Decision): DecisionRow | null {
  switch (decision.kind) {
    case 'assign':
      return {
        conversationId: decision.conversationId,
        kind: decision.cause,
        chosen: decision.to,
        choice: decision.choice,
        groupId: decision.groupId,
      }
    case 'wait':
      return {
        ...{ conversationId: decision.conversationId, kind: 'wait', chosen: null },
        ...{ choice: decision.choice, groupId: decision.groupId },
      }
    case 'rest':
      return {
        conversationId: decision.conversationId,
        kind: 'rest',
        chosen: null,
        choice: 'tooManyMoves',
        groupId: null,
      }
    case 'stopWaiting':
    case 'movePointer':
    case 'startReassignmentDelay':
      return null
  }
}
