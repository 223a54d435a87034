import { type Command, type CommandAnswer, commands } from '#protocol/commands'
import type { Outcome } from '#protocol/errors'
import { addNote } from '../conversations/add-note'
import { close } from '../conversations/close'
import { editContact } from '../conversations/edit-contact'
import type { CommandKey } from '../conversations/execute-command'
import { handOver } from '../conversations/hand-over'
import { markRead } from '../conversations/mark-read'
import { addPart, removePart } from '../conversations/parts'
import { prioritize } from '../conversations/prioritize'
import { release } from '../conversations/release'
import { reopen } from '../conversations/reopen'
import { resend } from '../conversations/resend'
import { sendReply } from '../conversations/send-reply'
import { take } from '../conversations/take'
import { transfer } from '../conversations/transfer'
import { handler } from './commands'
import type { Execute } from './execute'
import type { Once } from './once'

/** What commands need of the messengers. */
export interface MessengerPorts {
  /** Changes a reply at the messenger, then in the store (conversations/change-sent.ts). */
  readonly changeSent: (
    by: CommandKey,
    change: Command<'message.edit'> | Command<'message.delete'>,
  ) => Promise<Outcome<Record<string, never>>>
  /** Asks the messenger whether a commentator may be written to in private, and goes on with him (conversations/answer-privately.ts). */
  readonly answerPrivately: (
    by: CommandKey,
    command: Command<'conversation.answerPrivately'>,
  ) => Promise<Outcome<CommandAnswer<'conversation.answerPrivately'>>>
}

/** Commands about conversations, each in one transaction with its stored answer. */
export function conversationCommands(execute: Execute, once: Once, messengers: MessengerPorts) {
  return {
    'message.send': handler(commands['message.send'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => sendReply(work, actor, context.commandId, command)),
    ),
    'message.resend': handler(commands['message.resend'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => resend(work, actor, command)),
    ),
    'message.edit': handler(commands['message.edit'], (command, context, readAnswer) =>
      once(context, readAnswer, (by) => messengers.changeSent(by, command)),
    ),
    'message.delete': handler(commands['message.delete'], (command, context, readAnswer) =>
      once(context, readAnswer, (by) => messengers.changeSent(by, command)),
    ),
    'note.add': handler(commands['note.add'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => addNote(work, actor, context.commandId, command)),
    ),
    'conversation.take': handler(commands['conversation.take'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => take(work, actor, command)),
    ),
    'conversation.transfer': handler(commands['conversation.transfer'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => transfer(work, actor, command)),
    ),
    'conversation.release': handler(commands['conversation.release'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => release(work, actor, command)),
    ),
    'conversation.prioritize': handler(commands['conversation.prioritize'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => prioritize(work, actor, command)),
    ),
    'conversation.handOver': handler(commands['conversation.handOver'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => handOver(work, actor, command)),
    ),
    'conversation.close': handler(commands['conversation.close'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => close(work, actor, command)),
    ),
    'conversation.reopen': handler(commands['conversation.reopen'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => reopen(work, actor, command)),
    ),
    'conversation.answerPrivately': handler(commands['conversation.answerPrivately'], (command, context, readAnswer) =>
      once(context, readAnswer, (by) => messengers.answerPrivately(by, command)),
    ),
    'conversation.read': handler(commands['conversation.read'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => markRead(work, actor, command)),
    ),
    'part.add': handler(commands['part.add'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => addPart(work, actor, command)),
    ),
    'part.remove': handler(commands['part.remove'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => removePart(work, actor, command)),
    ),
    'contact.edit': handler(commands['contact.edit'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => editContact(work, actor, command)),
    ),
  }
}
