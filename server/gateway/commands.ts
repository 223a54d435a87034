import { z } from 'zod'
import { CommandEnvelope, type CommandKind, commands, momentary, momentaryForMs } from '#protocol/commands'
import { type Outcome, type Refusal, refusal } from '#protocol/errors'
import type { CommandId, OperatorId } from '#protocol/ids'
import type { Executed } from '../conversations/execute-command'
import type { Device } from './devices'
import { parseInput } from './input'
import type { GatewayClock, GatewayLog } from './ports'
import { withRequestId } from './request-id'

/** Who asks, on which device, under which id. */
export interface CommandContext {
  readonly device: Device
  readonly commandId: CommandId
  /** Of the command as parsed, keyed, so that a stored hash of a password tells nothing of it. */
  readonly hash: string
}

export interface CommandHandler {
  readonly parse: (command: unknown) => Outcome<unknown>
  readonly run: (command: unknown, context: CommandContext) => Promise<Executed<unknown>>
}

/** Ties a command's closed schema to what carries it out. `readAnswer` reads a stored answer back by the schema of answers. */
export function handler<Input extends z.ZodType, Answer extends z.ZodType>(
  { input, answer }: { readonly input: Input; readonly answer: Answer },
  run: (
    command: z.output<Input>,
    context: CommandContext,
    readAnswer: (stored: unknown) => z.output<Answer>,
  ) => Promise<Executed<z.output<Answer>>>,
): CommandHandler {
  return {
    parse: (command) => parseInput(input, command, 'command'),
    run: (command, context) => run(input.parse(command), context, (stored) => answer.parse(stored)),
  }
}

export type CommandHandlers = Readonly<Record<CommandKind, CommandHandler>>

export interface CommandPorts {
  readonly handlers: CommandHandlers
  readonly clock: GatewayClock
  readonly log: GatewayLog
  readonly hashOf: (command: string) => string
  readonly newRequestId: () => string
  /** What an exception of the outside world is to the caller; undefined = a bug. */
  readonly refusalOf: (error: unknown) => Refusal | undefined
  /** Too many jobs wait for the store. */
  readonly isOverloaded: () => boolean
  /** Asked for what is not allowed or not there: kept in the audit trail. */
  readonly audit: (operatorId: OperatorId, action: string, code: string) => void
}

const isKind = (kind: string): kind is CommandKind => Object.hasOwn(commands, kind)
const Kind = z.looseObject({ kind: z.string().max(60) })

const bad = (field: string): Executed<never> => ({
  ok: false,
  refusal: refusal('BAD_REQUEST', 'not understood', { field }),
})

/** The door for everything that changes something: envelope, closed schema, expiry, and one way for refusals out. */
export class Commands {
  readonly #ports: CommandPorts

  constructor(ports: CommandPorts) {
    this.#ports = ports
  }

  /** Every refusal leaves with an id under which the log has it. */
  async answer(raw: unknown, device: Device): Promise<Executed<unknown>> {
    const reply = await this.#answer(raw, device)
    if (reply.ok) return reply
    const refusal = withRequestId(reply.refusal, this.#ports.newRequestId)
    const { code, requestId } = refusal
    this.#ports.log.debug('command.refused', { operatorId: device.operatorId, code, requestId })
    return { ok: false, refusal }
  }

  async #answer(raw: unknown, device: Device): Promise<Executed<unknown>> {
    const { clock, isOverloaded } = this.#ports
    const wait = device.commands.take(clock.monotonic())
    if (wait > 0) return { ok: false, refusal: refusal('RATE_LIMITED', 'slower, please', { retryAfterMs: wait }) }
    const envelope = parseInput(CommandEnvelope, raw)
    if (!envelope.ok) return envelope
    const { id, sentAt, command } = envelope.value
    const kind = Kind.safeParse(command)
    if (!kind.success || !isKind(kind.data.kind)) return bad('command.kind')
    const name = kind.data.kind
    const parsed = this.#ports.handlers[name].parse(command)
    if (!parsed.ok) return parsed
    if (momentary.has(name) && clock.now() - sentAt > momentaryForMs)
      return { ok: false, refusal: refusal('COMMAND_EXPIRED', 'its moment has passed') }
    if (isOverloaded())
      return { ok: false, refusal: refusal('OVERLOADED', 'the hub has too much to do', { retryAfterMs: 1_000 }) }
    return this.#run(name, parsed.value, {
      device,
      commandId: id,
      hash: this.#ports.hashOf(JSON.stringify(parsed.value)),
    })
  }

  async #run(kind: CommandKind, command: unknown, context: CommandContext): Promise<Executed<unknown>> {
    const { handlers, log, newRequestId, refusalOf, audit } = this.#ports
    const { operatorId } = context.device
    try {
      const reply = await handlers[kind].run(command, context)
      if (reply.ok) return reply
      const { code } = reply.refusal
      if (code === 'FORBIDDEN' || code === 'NOT_FOUND') audit(operatorId, kind, code)
      return reply
    } catch (error) {
      const known = refusalOf(error)
      if (known !== undefined) return { ok: false, refusal: known }
      const requestId = newRequestId()
      log.error('command.failed', { kind, operatorId, requestId }, error)
      return { ok: false, refusal: refusal('INTERNAL', 'something went wrong on the hub', { requestId }) }
    }
  }
}
