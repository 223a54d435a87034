import type { ChannelId, ConversationId, OperatorId } from '#protocol/ids'
import type { AssignmentCause } from '#protocol/message'

/** What became of an inquiry, in history or in a rehearsal. */
export interface Outcome {
  readonly conversationId: ConversationId
  readonly channelId: ChannelId
  readonly openedAt: number
  /** Who had it, one after another. */
  readonly path: { readonly operatorId: OperatorId; readonly at: number; readonly cause: AssignmentCause }[]
  respondedAt: number | null
  closedAt: number | null
  /** Times it was taken from somebody by itself. */
  moves: number
}

/** What an operator had in hand over the days. */
export interface Share {
  /** Inquiries of the days that he had. */
  inquiries: number
  load: number
  mostLoad: number
  /** Load times milliseconds, for the mean. */
  loadMs: number
  changedAt: number
}

interface Place {
  isOpen: boolean
  assignee: OperatorId | null
}

/** Takes down what becomes of the inquiries of some days: the same of what happened and of what is rehearsed, so that the two compare. */
export class Ledger {
  readonly outcomes: Outcome[] = []
  readonly shares = new Map<OperatorId, Share>()
  mostUnassigned = 0
  #unassigned = 0
  #reached = 0
  readonly #current = new Map<ConversationId, Outcome>()
  readonly #places = new Map<ConversationId, Place>()

  constructor(private readonly from: number) {}

  /** As it stood when the days began. */
  found(conversationId: ConversationId, assignee: OperatorId | null): void {
    this.#place(conversationId, true, assignee, this.from)
  }

  /** The rehearsal has opened it, whether history did or not. */
  stands(conversationId: ConversationId, at: number): void {
    this.#place(conversationId, true, null, at)
  }

  /** History says that an inquiry of the days began. In a rehearsal somebody may have the conversation still. */
  opened(conversationId: ConversationId, channelId: ChannelId, at: number): void {
    const place = this.#places.get(conversationId)
    const still = place?.isOpen === true ? place.assignee : null
    const outcome: Outcome = {
      ...{ conversationId, channelId, openedAt: at, path: [], respondedAt: null, closedAt: null, moves: 0 },
    }
    this.outcomes.push(outcome)
    this.#current.set(conversationId, outcome)
    if (still === null) this.#place(conversationId, true, null, at)
    else this.#had(outcome, still, at, 'returned')
  }

  assigned(conversationId: ConversationId, to: OperatorId | null, at: number, cause: AssignmentCause): void {
    this.#place(conversationId, true, to, at)
    const outcome = this.#current.get(conversationId)
    if (outcome === undefined) return
    if (to !== null) this.#had(outcome, to, at, cause)
    if (cause === 'reassigned' || cause === 'lapsed') outcome.moves++
  }

  replied(conversationId: ConversationId, at: number): void {
    const outcome = this.#current.get(conversationId)
    if (outcome !== undefined) outcome.respondedAt ??= at
  }

  closed(conversationId: ConversationId, at: number): void {
    this.#place(conversationId, false, null, at)
    const outcome = this.#current.get(conversationId)
    if (outcome !== undefined) outcome.closedAt ??= at
  }

  /** The days are over: what is still in hand counts to the end. */
  end(at: number): void {
    this.#passTo(at)
    for (const share of this.shares.values()) pass(share, at)
  }

  #had(outcome: Outcome, operatorId: OperatorId, at: number, cause: AssignmentCause): void {
    if (!outcome.path.some((one) => one.operatorId === operatorId)) this.#share(operatorId, at).inquiries++
    outcome.path.push({ operatorId, at, cause })
  }

  #place(id: ConversationId, isOpen: boolean, assignee: OperatorId | null, at: number): void {
    this.#passTo(at)
    const before = this.#places.get(id)
    if (before?.isOpen === true) this.#count(before.assignee, -1, at)
    if (isOpen) this.#count(assignee, 1, at)
    this.#places.set(id, { isOpen, assignee })
  }

  /** What comes and goes within one moment nobody has waited for. */
  #passTo(at: number): void {
    if (at <= this.#reached) return
    this.mostUnassigned = Math.max(this.mostUnassigned, this.#unassigned)
    this.#reached = at
  }

  #count(assignee: OperatorId | null, by: 1 | -1, at: number): void {
    if (assignee === null) {
      this.#unassigned += by
      return
    }
    const share = this.#share(assignee, at)
    pass(share, at)
    share.load += by
    share.mostLoad = Math.max(share.mostLoad, share.load)
  }

  #share(operatorId: OperatorId, at: number): Share {
    const known = this.shares.get(operatorId)
    if (known !== undefined) return known
    const made = { inquiries: 0, load: 0, mostLoad: 0, loadMs: 0, changedAt: at }
    this.shares.set(operatorId, made)
    return made
  }
}

function pass(share: Share, at: number): void {
  share.loadMs += share.load * Math.max(0, at - share.changedAt)
  share.changedAt = at
}
