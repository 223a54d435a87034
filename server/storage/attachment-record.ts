import { type Attachment, type AttachmentKind, type AttachmentState, FileFailure } from '#protocol/attachment'
import type { AttachmentId, ChannelId, ConversationId, OperatorId } from '#protocol/ids'
import type { FileOwner } from '../attachments/ports'
import type { SqlValue } from './sql'

export interface AttachmentRecord {
  readonly id: AttachmentId
  readonly kind: AttachmentKind
  readonly name: string
  readonly media_type: string
  readonly size: number | null
  readonly width: number | null
  readonly height: number | null
  readonly duration_ms: number | null
  readonly state: AttachmentState['kind']
  readonly reason: string | null
  readonly can_retry: number
  readonly hash: string | null
  readonly owner_kind: FileOwner['kind']
  readonly owner_id: OperatorId
  readonly channel_id: ChannelId | null
  readonly conversation_id: ConversationId | null
  readonly seq: number | null
}

export const attachmentColumns = `id, kind, name, media_type, size, width, height, duration_ms, state, reason, can_retry, hash,
  owner_kind, owner_id, channel_id, conversation_id, seq`

function stateOf({ state, reason, can_retry }: AttachmentRecord): AttachmentState {
  return state === 'failed'
    ? { kind: state, reason: FileFailure.parse(reason), canRetry: can_retry === 1 }
    : { kind: state }
}

export function attachmentOf(record: AttachmentRecord): Attachment {
  const { id, kind, name, media_type: mediaType, size, width, height, duration_ms: durationMs } = record
  return { id, kind, name, mediaType, size, width, height, durationMs, state: stateOf(record) }
}

export function ownerOf({ owner_kind, owner_id, channel_id }: OwnerRecord): FileOwner {
  if (owner_kind === 'operator') return { kind: owner_kind, id: owner_id }
  if (channel_id === null) throw new Error(`a file of a ${owner_kind} without a channel`)
  return { kind: owner_kind, id: owner_id, channelId: channel_id }
}

export type OwnerRecord = Pick<AttachmentRecord, 'owner_kind' | 'owner_id' | 'channel_id'>

/** Kind, id, channel. */
export const ownerValues = (owner: FileOwner): readonly [string, string, string | null] => [
  owner.kind,
  owner.id,
  owner.kind === 'operator' ? null : owner.channelId,
]

/** A file whose bytes are there already. */
export const insertStored = `insert into attachment (${attachmentColumns}, created_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`

/** Values of a row before its bytes are there, or with them. */
export function attachmentValues(
  { id, kind, name, mediaType, size, width, height, durationMs, state }: Attachment,
  hash: string | null,
  owner: FileOwner,
  place: { readonly conversationId: ConversationId; readonly seq: number } | null,
): SqlValue[] {
  const failure = state.kind === 'failed' ? [state.reason, state.canRetry ? 1 : 0] : [null, 0]
  return [
    ...[
      id,
      kind,
      name,
      mediaType,
      size,
      width,
      height,
      durationMs,
      state.kind,
      ...failure,
      hash,
      ...ownerValues(owner),
    ],
    ...[place?.conversationId ?? null, place?.seq ?? null],
  ]
}
