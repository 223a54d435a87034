import type { ChannelDetails, CheckedAccount, ConnectionForm, Receiver } from '#protocol/channel'
import { type CommandKind, commands } from '#protocol/commands'
import { type Outcome, refusal } from '#protocol/errors'
import type { ChannelId, CommandId, OperatorId, Position } from '#protocol/ids'
import { type Actor, mayManage } from '#protocol/permissions'
import type { Executed } from '../conversations/execute-command'
import { type CommandContext, handler } from './commands'

/** Channels as administrators change them; the implementation asks the messenger before it saves. */
export interface ChannelDesk {
  check(form: ConnectionForm, channelId: ChannelId | null): Promise<Outcome<CheckedAccount>>
  connect(
    input: { readonly name: string; readonly receiver: Receiver | null; readonly form: ConnectionForm },
    actor: OperatorId | null,
  ): Promise<Outcome<ChannelDetails>>
  edit(
    input: {
      readonly channelId: ChannelId
      readonly version: number
      readonly name: string
      readonly receiver: Receiver
      readonly pool: readonly OperatorId[] | null
      readonly form: ConnectionForm | null
    },
    actor: OperatorId | null,
  ): Promise<Outcome<ChannelDetails>>
  disconnect(id: ChannelId, actor: OperatorId | null): Promise<Outcome<Record<never, never>>>
  reconnect(id: ChannelId, actor: OperatorId | null): Promise<Outcome<Record<never, never>>>
  details(): Promise<readonly ChannelDetails[]>
}

export interface ChannelCommandPorts {
  readonly desk: ChannelDesk
  readonly actorOf: (id: OperatorId) => Actor | undefined
  readonly position: () => Position
}

const remembered = 200

/**
 * Commands about channels. They ask the messenger first, which no transaction may wait for; so a repeated command id is answered
 * from memory, and after a restart the unique account and the version of the channel keep a repeat from doing anything twice.
 */
export function channelCommands(ports: ChannelCommandPorts) {
  const answers = new Map<CommandId, Promise<Executed<unknown>>>()

  async function once<Value>(
    context: CommandContext,
    readAnswer: (stored: unknown) => Value,
    run: (actor: OperatorId) => Promise<Outcome<Value>>,
  ): Promise<Executed<Value>> {
    const attempt = answers.get(context.commandId) ?? attemptOf(context, run)
    answers.set(context.commandId, attempt)
    const [oldest] = answers.keys()
    if (answers.size > remembered && oldest !== undefined) answers.delete(oldest)
    try {
      const executed = await attempt
      if (!executed.ok) answers.delete(context.commandId)
      return executed.ok ? { ...executed, value: readAnswer(executed.value) } : executed
    } catch (error) {
      answers.delete(context.commandId)
      throw error
    }
  }

  async function attemptOf<Value>(
    { device }: CommandContext,
    run: (actor: OperatorId) => Promise<Outcome<Value>>,
  ): Promise<Executed<Value>> {
    const actor = ports.actorOf(device.operatorId)
    if (actor === undefined || !mayManage(actor, 'manageChannels'))
      return { ok: false, refusal: refusal('FORBIDDEN', 'channels are managed by administrators') }
    const outcome = await run(actor.id)
    if (!outcome.ok) return outcome
    return { ...outcome, position: ports.position() }
  }

  const { desk } = ports
  return {
    'channel.check': handler(commands['channel.check'], ({ form, channelId }, context, readAnswer) =>
      once(context, readAnswer, () => desk.check(form, channelId)),
    ),
    'channel.connect': handler(commands['channel.connect'], (command, context, readAnswer) =>
      once(context, readAnswer, (actor) => desk.connect(command, actor)),
    ),
    'channel.edit': handler(commands['channel.edit'], (command, context, readAnswer) =>
      once(context, readAnswer, (actor) => desk.edit(command, actor)),
    ),
    'channel.disconnect': handler(commands['channel.disconnect'], ({ channelId }, context, readAnswer) =>
      once(context, readAnswer, async (actor) => empty(await desk.disconnect(channelId, actor))),
    ),
    'channel.reconnect': handler(commands['channel.reconnect'], ({ channelId }, context, readAnswer) =>
      once(context, readAnswer, async (actor) => empty(await desk.reconnect(channelId, actor))),
    ),
  } satisfies Partial<Record<CommandKind, unknown>>
}

const empty = (outcome: Outcome<unknown>): Outcome<Record<string, never>> =>
  outcome.ok ? { ok: true, value: {} } : outcome
