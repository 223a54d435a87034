import { createContext, useContext } from 'react'
import type { ConversationRow } from '#protocol/conversation'
import type { OperatorId, Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { People } from '../../state/people'

/** What every row of the stream needs to know of the conversation around it. */
export interface StreamAround {
  readonly row: ConversationRow
  readonly me: OperatorId
  readonly people: People
  readonly canReply: boolean
  readonly isLive: boolean
  readonly entryAt: (seq: Seq) => Entry | null
  readonly pressed: ReadonlyMap<Seq, ReadonlySet<string>>
  /** Words searched, when there are any. */
  readonly search: string | null
}

export const StreamAroundContext = createContext<StreamAround | null>(null)

export function useStreamAround(): StreamAround {
  const around = useContext(StreamAroundContext)
  if (around === null) throw new Error('There is no stream above this component.')
  return around
}
