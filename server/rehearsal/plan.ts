import type { ConversationId, OperatorId } from '#protocol/ids'
import type { Happening, OfConversation } from './history'

/** A reply or a closing of history: work somebody does on what he was given. */
export interface Handling {
  readonly kind: 'replied' | 'closed'
  readonly by: OperatorId | null
  /** So long after he was given it; null when nobody had it: then it is no work of an assignee and keeps its moment. */
  readonly lagMs: number | null
  /** It answers what the contact had written by then. */
  readonly notBefore: number
}

export interface PlannedInquiry {
  /** Who had it in history, one after another. */
  readonly assignments: { readonly operatorId: OperatorId; readonly at: number }[]
  readonly handlings: Handling[]
}

/** History looked through beforehand: what is going to be done about every inquiry. */
export interface Plan {
  /** The inquiry that a word of a contact, or an operator, begins. */
  readonly begun: ReadonlyMap<Happening, PlannedInquiry>
  readonly handlings: ReadonlyMap<Happening, Handling>
  /** Of conversations that were open when the days began. */
  readonly running: ReadonlyMap<ConversationId, PlannedInquiry>
}

interface Running {
  readonly inquiry: PlannedInquiry
  assignedAt: number | null
  spokeAt: number
}

/** `open`: since when the assignees of what was open at the beginning had it. */
export function planOf(happenings: readonly Happening[], open: ReadonlyMap<ConversationId, number | null>): Plan {
  const running = new Map<ConversationId, Running>()
  for (const [id, assignedAt] of open) running.set(id, { inquiry: anInquiry(), assignedAt, spokeAt: 0 })
  const first = new Map([...running].map(([id, { inquiry }]) => [id, inquiry]))
  const begun = new Map<Happening, PlannedInquiry>()
  const handlings = new Map<Happening, Handling>()
  for (const happening of happenings) {
    if (!('conversationId' in happening)) continue
    const { conversationId } = happening
    if (happening.kind === 'reopened' || (happening.kind === 'spoke' && happening.opens)) {
      const inquiry = anInquiry()
      begun.set(happening, inquiry)
      running.set(conversationId, { inquiry, assignedAt: null, spokeAt: happening.at })
    }
    const known = running.get(conversationId)
    if (known !== undefined) follow(known, happening, handlings)
  }
  return { begun, handlings, running: first }
}

const anInquiry = (): PlannedInquiry => ({ assignments: [], handlings: [] })

function follow(running: Running, happening: OfConversation, handlings: Map<Happening, Handling>): void {
  const { at } = happening
  if (happening.kind === 'spoke') running.spokeAt = at
  if (happening.kind === 'assigned') {
    const { to } = happening.event
    running.assignedAt = to === null ? null : at
    if (to?.kind === 'operator') running.inquiry.assignments.push({ operatorId: to.id, at })
  }
  if (happening.kind !== 'replied' && happening.kind !== 'closed') return
  const isElsewhere = happening.kind === 'replied' && happening.by === null
  const handling: Handling = {
    kind: happening.kind,
    by: happening.by,
    lagMs: running.assignedAt === null || isElsewhere ? null : at - running.assignedAt,
    notBefore: running.spokeAt + 1,
  }
  running.inquiry.handlings.push(handling)
  handlings.set(happening, handling)
}
