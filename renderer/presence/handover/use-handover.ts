import { useState } from 'react'
import { handOverLimit } from '#protocol/commands'
import type { ConversationRow } from '#protocol/conversation'
import type { Refusal } from '#protocol/errors'
import type { ConversationId } from '#protocol/ids'
import { useBridge } from '../../bridge'
import { receiverOf, type Target } from '../../ui/targets'

export interface Handover {
  readonly target: Target
  /** Unmarked by hand; whoever comes meanwhile is marked. */
  readonly spared: ReadonlySet<ConversationId>
  readonly notes: ReadonlyMap<ConversationId, string>
  readonly isPassing: boolean
  /** The target is away: it wants a yes. */
  readonly isAsking: boolean
  /** Nothing was done, and why. */
  readonly refusal: Refusal | null
  readonly passed: ReadonlySet<ConversationId>
  readonly refused: ReadonlyMap<ConversationId, Refusal['code']>
}

const start: Handover = {
  target: { kind: 'queue' },
  spared: new Set(),
  notes: new Map(),
  isPassing: false,
  isAsking: false,
  refusal: null,
  passed: new Set(),
  refused: new Map(),
}

/** What is being filled in, and the one action that passes it on. */
export function useHandover(onDone: (target: Target) => void) {
  const bridge = useBridge()
  const [state, setState] = useState(start)
  const change = (next: Partial<Handover>) => setState((before) => ({ ...before, ...next }))
  const pass = async (rows: readonly ConversationRow[], isConfirmed: boolean) => {
    change({ isPassing: true, isAsking: false, refusal: null })
    const passed = new Set(state.passed)
    const refused = new Map<ConversationId, Refusal['code']>()
    for (let from = 0; from < rows.length; from += handOverLimit) {
      const items = rows.slice(from, from + handOverLimit).map(({ id, assignVersion }) => {
        const note = state.notes.get(id)?.trim() ?? ''
        return { conversationId: id, assignVersion, note: note === '' ? null : note }
      })
      const to = receiverOf(state.target)
      const reply = await bridge.command<'conversation.handOver'>({
        kind: 'conversation.handOver',
        ...{ items, to, isConfirmed },
      })
      if (!reply.ok) {
        const isAsking = reply.refusal.code === 'NEEDS_CONFIRMATION'
        return change({ passed, refused, isPassing: false, isAsking, refusal: isAsking ? null : reply.refusal })
      }
      for (const id of reply.value.done) passed.add(id)
      for (const one of reply.value.refused) refused.set(one.conversationId, one.code)
    }
    change({ passed, refused, isPassing: false })
    if (refused.size === 0) onDone(state.target)
  }
  return {
    state,
    pass,
    aim: (target: Target) => change({ target, isAsking: false, refusal: null }),
    mark: (id: ConversationId, isMarked: boolean) => {
      const spared = new Set(state.spared)
      if (isMarked) spared.delete(id)
      else spared.add(id)
      change({ spared })
    },
    note: (id: ConversationId, text: string) => change({ notes: new Map(state.notes).set(id, text) }),
  }
}
