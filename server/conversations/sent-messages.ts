import type { Outcome } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import type { ReplyButton } from '#protocol/reply-button'

/** A message of ours on the messenger's side; in several, when it was cut or holds several files. */
export interface SentMessage {
  readonly externalChat: string
  readonly externalMessageIds: readonly string[]
  /** How many files it holds: then its text is a caption. */
  readonly attachments: number
  /** Under the last of them; a messenger may drop them from an edited message that does not name them. */
  readonly buttons?: readonly (readonly ReplyButton[])[]
}

/** What an edit has left of a message on the messenger's side. */
export interface EditedMessage {
  /** Ids of those of its messages that were taken back: the text needs fewer of them. */
  readonly gone: readonly string[]
}

/** The messengers, asked to change what they have taken. A refusal is theirs, or that nobody answers. */
export interface SentMessages {
  edit(channelId: ChannelId, message: SentMessage, text: string): Promise<Outcome<EditedMessage>>
  delete(channelId: ChannelId, message: SentMessage): Promise<Outcome<null>>
}
