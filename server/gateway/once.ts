import { type Outcome, refusal } from '#protocol/errors'
import type { CommandId, OperatorId, Position } from '#protocol/ids'
import type { CommandKey, Executed } from '../conversations/execute-command'
import type { CommandContext } from './commands'

export interface StoredAnswer {
  readonly hash: string
  readonly result: string
  readonly position: Position
}

export interface OncePorts {
  readonly position: () => Position
  /** What this command was answered when it was carried out. */
  readonly answered: (operatorId: OperatorId, id: CommandId) => Promise<StoredAnswer | undefined>
}

interface UnderWay {
  readonly hash: string
  readonly result: Promise<Executed<unknown>>
}

const reused = {
  ok: false,
  refusal: refusal('COMMAND_ID_REUSED', 'This command id belongs to another command.'),
} as const

/** Carries out a command that asks the outside world; `run` stores the answer with the change, under the key it is given. */
export type Once = <Value>(
  context: CommandContext,
  readAnswer: (stored: unknown) => Value,
  run: (by: CommandKey) => Promise<Outcome<Value>>,
) => Promise<Executed<Value>>

/**
 * A messenger is asked before anything is stored, which no transaction may wait for: a repeat that comes meanwhile waits for the
 * same result, and one that comes later gets the answer that was stored with the change.
 */
export function onceOf(ports: OncePorts): Once {
  const underWay = new Map<string, UnderWay>()

  async function carriedOut(
    by: CommandKey,
    run: (by: CommandKey) => Promise<Outcome<unknown>>,
  ): Promise<Executed<unknown>> {
    const done = await ports.answered(by.operatorId, by.commandId)
    if (done !== undefined && done.hash !== by.hash) return reused
    if (done !== undefined) return { ok: true, value: JSON.parse(done.result), position: done.position }
    const outcome = await run(by)
    return outcome.ok ? { ...outcome, position: ports.position() } : outcome
  }

  return async (context, readAnswer, run) => {
    const { commandId, hash } = context
    const by = { operatorId: context.device.operatorId, commandId, hash }
    const name = `${by.operatorId} ${commandId}`
    const running = underWay.get(name) ?? { hash, result: carriedOut(by, run).finally(() => underWay.delete(name)) }
    underWay.set(name, running)
    if (running.hash !== hash) return reused
    const executed = await running.result
    return executed.ok ? { ...executed, value: readAnswer(executed.value) } : executed
  }
}
