import type { ChannelDetails, CheckedAccount, Receiver } from '#protocol/channel'
import { type CommandKind, commands } from '#protocol/commands'
import type { ConnectionEdit, ConnectionForm } from '#protocol/connection'
import type { DeadLetter } from '#protocol/dead-letter'
import { type Outcome, refusal } from '#protocol/errors'
import type { ChannelId, OperatorId } from '#protocol/ids'
import { type Actor, mayManage } from '#protocol/permissions'
import type { ChannelSignature } from '#protocol/signature'
import type { CommandKey, Executed } from '../conversations/execute-command'
import { type CommandContext, handler } from './commands'
import type { Once } from './once'

/** Channels as administrators change them; the implementation asks the messenger before it saves. A change and its answer are stored together. */
export interface ChannelDesk {
  /** Where messengers reach the hub; null = they cannot. */
  readonly publicUrl: string | null
  check(form: ConnectionEdit, channelId: ChannelId | null): Promise<Outcome<CheckedAccount>>
  connect(
    input: { readonly name: string; readonly receiver: Receiver | null; readonly form: ConnectionForm },
    by: CommandKey,
  ): Promise<Outcome<ChannelDetails>>
  edit(
    input: {
      readonly channelId: ChannelId
      readonly version: number
      readonly name: string
      readonly form: ConnectionEdit | null
    },
    by: CommandKey,
  ): Promise<Outcome<ChannelDetails>>
  sign(
    input: { readonly channelId: ChannelId; readonly version: number; readonly signature: ChannelSignature },
    by: CommandKey,
  ): Promise<Outcome<ChannelDetails>>
  disconnect(id: ChannelId, by: CommandKey): Promise<Outcome<Record<never, never>>>
  issueSecret(id: ChannelId, by: CommandKey): Promise<Outcome<{ readonly secret: string | null }>>
  reconnect(id: ChannelId, by: CommandKey): Promise<Outcome<Record<never, never>>>
  details(): Promise<readonly ChannelDetails[]>
}

/** What could not be processed, and what is done about it. */
export interface LetterDesk {
  page(
    channelId: ChannelId,
    before: number | null,
    limit: number,
  ): Promise<{ readonly letters: readonly DeadLetter[]; readonly next: number | null }>
  retry(act: LetterAct): Promise<Outcome<{ isDone: boolean }>>
  discard(act: LetterAct): Promise<Outcome<Record<string, never>>>
}

interface LetterAct {
  readonly channelId: ChannelId
  readonly eventKey: string
  readonly by: CommandKey
}

export interface ChannelCommandPorts {
  readonly desk: ChannelDesk
  readonly letters: LetterDesk
  readonly actorOf: (id: OperatorId) => Actor | undefined
  readonly once: Once
}

const forbidden = { ok: false, refusal: refusal('FORBIDDEN', 'channels are managed by administrators') } as const

/** Commands about channels. They ask the messenger before anything is saved. */
export function channelCommands(ports: ChannelCommandPorts) {
  const mayAct = ({ device }: CommandContext): boolean => {
    const actor = ports.actorOf(device.operatorId)
    return actor !== undefined && mayManage(actor, 'manageChannels')
  }

  async function once<Value>(
    context: CommandContext,
    readAnswer: (stored: unknown) => Value,
    run: (by: CommandKey) => Promise<Outcome<Value>>,
  ): Promise<Executed<Value>> {
    return mayAct(context) ? await ports.once(context, readAnswer, run) : forbidden
  }

  const { desk, letters } = ports
  return {
    'channel.check': handler(commands['channel.check'], ({ form, channelId }, context, readAnswer) =>
      once(context, readAnswer, () => desk.check(form, channelId)),
    ),
    'channel.connect': handler(commands['channel.connect'], (command, context, readAnswer) =>
      once(context, readAnswer, (by) => desk.connect(command, by)),
    ),
    'channel.edit': handler(commands['channel.edit'], (command, context, readAnswer) =>
      once(context, readAnswer, (by) => desk.edit(command, by)),
    ),
    'channel.issueSecret': handler(commands['channel.issueSecret'], ({ channelId }, context, readAnswer) =>
      once(context, readAnswer, (by) => desk.issueSecret(channelId, by)),
    ),
    'channel.sign': handler(commands['channel.sign'], (command, context, readAnswer) =>
      once(context, readAnswer, (by) => desk.sign(command, by)),
    ),
    'letter.retry': handler(commands['letter.retry'], ({ channelId, eventKey }, context, readAnswer) =>
      once(context, readAnswer, (by) => letters.retry({ channelId, eventKey, by })),
    ),
    'letter.discard': handler(commands['letter.discard'], ({ channelId, eventKey }, context, readAnswer) =>
      once(context, readAnswer, (by) => letters.discard({ channelId, eventKey, by })),
    ),
    'channel.disconnect': handler(commands['channel.disconnect'], ({ channelId }, context, readAnswer) =>
      once(context, readAnswer, async (by) => empty(await desk.disconnect(channelId, by))),
    ),
    'channel.reconnect': handler(commands['channel.reconnect'], ({ channelId }, context, readAnswer) =>
      once(context, readAnswer, async (by) => empty(await desk.reconnect(channelId, by))),
    ),
  } satisfies Partial<Record<CommandKind, unknown>>
}

const empty = (outcome: Outcome<unknown>): Outcome<Record<string, never>> =>
  outcome.ok ? { ok: true, value: {} } : outcome
