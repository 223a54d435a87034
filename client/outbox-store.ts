import type { Command } from '#protocol/commands'
import type { Refusal } from '#protocol/errors'
import type { CommandId, ConversationId } from '#protocol/ids'

/** A command that waits for the hub. `upload` names files to be sent first, by local path or handle. */
export interface OutboxItem {
  readonly id: CommandId
  readonly conversationId: ConversationId
  readonly command: Command<'message.send'> | Command<'note.add'>
  readonly files: readonly LocalFile[]
  readonly createdAt: number
  readonly state:
    | { readonly kind: 'queued' }
    /** Sent once at least; the answer is not known. The same id may be sent again: the hub takes it once. */
    | { readonly kind: 'inFlight' }
    /** Refused for good; stays until the operator edits, repeats or withdraws it. */
    | { readonly kind: 'refused'; readonly refusal: Refusal }
}

export interface LocalFile {
  /** Key of the bytes in the file store of the device. */
  readonly key: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  /** Set once the hub has it. */
  readonly attachmentId: string | null
}

/** Durable in the desktop app (its own small file, fsynced), in memory in a browser. Drafts live beside: both are the operator's own work. */
export interface OutboxStore {
  items(): Promise<readonly OutboxItem[]>
  put(item: OutboxItem): Promise<void>
  remove(id: CommandId): Promise<void>
  drafts(): Promise<
    readonly { readonly conversationId: ConversationId; readonly text: string; readonly isNote: boolean }[]
  >
  /** An empty text removes it. */
  putDraft(conversationId: ConversationId, text: string, isNote: boolean): Promise<void>
  close(): Promise<void>
}
