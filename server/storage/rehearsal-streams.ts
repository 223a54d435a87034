import type { ChannelId, ConversationId, OperatorId } from '#protocol/ids'
import { SystemEvent } from '#protocol/message'
import type { OfConversation } from '../rehearsal/history'

/** A line of a stream, as far as a rehearsal looks at it. */
export interface StreamRecord {
  readonly conversation_id: ConversationId
  readonly channel_id: ChannelId
  readonly kind: 'message' | 'system'
  readonly at: number
  readonly author: string | null
  readonly author_detail: OperatorId | null
  readonly extra: string | null
}

/** Turns lines of streams into what happened; remembers which conversations have just been opened. */
export class StreamReader {
  readonly #opened = new Set<ConversationId>()

  read(line: StreamRecord): readonly OfConversation[] {
    const { conversation_id: conversationId, channel_id: channelId, at } = line
    if (line.kind === 'message') {
      if (line.author === 'contact') return [this.#spoke(line)]
      if (line.author === 'elsewhere') return [{ kind: 'replied', at, conversationId, by: null }]
      if (line.author !== 'operator' || line.author_detail === null) return []
      return [{ kind: 'replied', at, conversationId, by: line.author_detail }]
    }
    const event = SystemEvent.parse(JSON.parse(line.extra ?? ''))
    switch (event.kind) {
      case 'opened':
        this.#opened.add(conversationId)
        return []
      case 'reopened':
        if (event.by !== null) return [{ kind: 'reopened', at, conversationId, channelId, by: event.by }]
        this.#opened.add(conversationId)
        return []
      case 'closed':
        return [{ kind: 'closed', at, conversationId, by: event.by }]
      case 'assigned':
        return [{ kind: 'assigned', at, conversationId, event }]
      case 'waiting':
        return [{ kind: 'waited', at, conversationId }]
      case 'prioritized':
        return [{ kind: 'prioritized', at, conversationId, priority: event.priority, by: event.by }]
      case 'buttonPressed':
      case 'unsupported':
        return [this.#spoke(line)]
      case 'call':
        return event.outcome === 'answered' ? [] : [this.#spoke(line)]
      default:
        return []
    }
  }

  #spoke({ conversation_id: conversationId, channel_id: channelId, at }: StreamRecord): OfConversation {
    return { kind: 'spoke', at, conversationId, channelId, opens: this.#opened.delete(conversationId) }
  }
}
