import type { Command } from '#protocol/commands'
import type { Refusal } from '#protocol/errors'
import type { AttachmentId, CommandId, ConversationId } from '#protocol/ids'
import type { ReplyButtonForm } from '#protocol/reply-button'
import type { StagedFile } from './files'

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

/** A file of an unsent reply. */
export interface LocalFile extends StagedFile {
  /** Set once the hub has it. */
  readonly attachmentId: AttachmentId | null
}

/** What an operator has typed and not sent; one for each conversation. */
export interface Draft {
  readonly text: string
  readonly isNote: boolean
}

export interface StoredDraft extends Draft {
  readonly conversationId: ConversationId
}

/** A reply taken back before it left: its words and its files, still staged. */
export interface Withdrawn extends Draft {
  readonly files: readonly LocalFile[]
  readonly buttons: readonly ReplyButtonForm[]
}

/** Durable in the desktop app (its own small file, fsynced), in memory in a browser. Drafts live beside: both are the operator's own work. */
export interface OutboxStore {
  /** In the order they were put first. */
  items(): Promise<readonly OutboxItem[]>
  /** Adds it at the end, or replaces the one with this id where it stands. */
  put(item: OutboxItem): Promise<void>
  remove(id: CommandId): Promise<void>
  drafts(): Promise<readonly StoredDraft[]>
  /** An empty text removes it. */
  putDraft(draft: StoredDraft): Promise<void>
  close(): Promise<void>
}
