import type { AttachmentKind } from '#protocol/attachment'
import type { ConversationRow } from '#protocol/conversation'
import { assertNever, type OperatorId } from '#protocol/ids'
import type { Delivery } from '#protocol/message'
import type { FailureReason } from '#protocol/receipts'

type OutboxState = 'queued' | 'inFlight' | 'refused'

/** The second line of a row, as facts; the row turns them into words. The first that applies, in this order. */
export type Preview =
  | { readonly kind: 'typing' }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'queued'; readonly text: string }
  | { readonly kind: 'draft'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: FailureReason | null; readonly text: string }
  | {
      readonly kind: 'message'
      readonly by: 'contact' | 'me' | 'operator' | 'bot' | 'automatic' | 'elsewhere'
      readonly operatorId: OperatorId | null
      readonly text: string
      readonly attachment: AttachmentKind | null
      readonly delivery: Delivery['status'] | null
    }
  | { readonly kind: 'none' }

interface Known {
  readonly row: Pick<ConversationRow, 'lastMessage'>
  readonly me: OperatorId | null
  readonly isTyping: boolean
  readonly draft: string | null
  /** The last of ours that has not left. */
  readonly queued: { readonly text: string; readonly state: OutboxState } | null
}

const oneLine = (text: string) => text.replaceAll(/\s+/gu, ' ').trim()

export function previewOf({ row, me, isTyping, draft, queued }: Known): Preview {
  if (queued?.state === 'refused') return { kind: 'refused', text: oneLine(queued.text) }
  if (isTyping) return { kind: 'typing' }
  if (draft !== null) return { kind: 'draft', text: oneLine(draft) }
  if (queued !== null) return { kind: 'queued', text: oneLine(queued.text) }
  const last = row.lastMessage
  if (last === null) return { kind: 'none' }
  const text = oneLine(last.preview)
  if (last.delivery?.status === 'failed') return { kind: 'failed', reason: last.delivery.reason, text }
  const common = {
    kind: 'message' as const,
    text,
    attachment: last.attachment,
    delivery: last.delivery?.status ?? null,
  }
  switch (last.author.kind) {
    case 'operator': {
      const { operatorId } = last.author
      return { ...common, by: operatorId === me ? 'me' : 'operator', operatorId }
    }
    case 'contact':
    case 'bot':
    case 'automatic':
    case 'elsewhere':
      return { ...common, by: last.author.kind, operatorId: null }
    default:
      return assertNever(last.author)
  }
}
