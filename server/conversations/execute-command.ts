import { type Outcome, type Refusal, refusal } from '#protocol/errors'
import type { CommandId, OperatorId, Position } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import type { Hub, Work } from './ports'

/** Who asks, under which id, and the hash of what he asks for: the same id with another hash is another command. */
export interface CommandKey {
  readonly operatorId: OperatorId
  readonly commandId: CommandId
  readonly hash: string
}

export type Executed<Value> =
  | { readonly ok: true; readonly value: Value; readonly position: Position }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * Runs a command once, whatever the network does (reliability promise 4): its effect and its answer are stored together, and the
 * same id again gets that answer. A refused command has had no effect and leaves no trace: asked again it is judged anew.
 * `answer` reads a stored answer back.
 */
export function executeCommand<Kind extends Work, Value>(
  hub: Hub<Kind>,
  { operatorId, commandId, hash }: CommandKey,
  answer: (stored: unknown) => Value,
  run: (work: Kind, actor: Actor) => Promise<Outcome<Value>>,
): Promise<Executed<Value>> {
  return hub.write(async (work): Promise<Executed<Value>> => {
    const actor = work.people.actor(operatorId)
    if (actor === undefined || !actor.isActive)
      return { ok: false, refusal: refusal('SESSION_ENDED', 'The account is disabled.') }
    const done = await work.commands.find(operatorId, commandId)
    if (done !== undefined && done.hash !== hash)
      return { ok: false, refusal: refusal('COMMAND_ID_REUSED', 'This command id belongs to another command.') }
    if (done !== undefined) return { ok: true, value: answer(JSON.parse(done.result)), position: done.position }
    const outcome = await run(work, actor)
    if (!outcome.ok) return outcome
    return {
      ok: true,
      value: outcome.value,
      position: await keepAnswer(work, { operatorId, commandId, hash }, outcome.value),
    }
  })
}

/** Stores what a command is answered with what it has changed. Gives the position up to which that reaches. */
export async function keepAnswer(
  work: Work,
  { operatorId, commandId, hash }: CommandKey,
  answer: unknown,
): Promise<Position> {
  await work.distribution.settle()
  await work.flush()
  const position = work.position()
  await work.commands.add(operatorId, commandId, hash, JSON.stringify(answer), position, work.now)
  return position
}
