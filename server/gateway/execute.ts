import type { Outcome } from '#protocol/errors'
import type { Actor } from '#protocol/permissions'
import type { AccountWrites } from '../accounts/ports'
import type { Executed } from '../conversations/execute-command'
import type { OperatorsWork } from '../operators/ports'
import type { CommandContext } from './commands'

/** An open transaction with everything commands change. */
export interface GatewayWork extends OperatorsWork {
  readonly accounts: AccountWrites
}

/** Runs a command once: its effect and its answer are stored together (conversations/execute-command.ts). */
export type Execute = <Value>(
  context: CommandContext,
  readAnswer: (stored: unknown) => Value,
  run: (work: GatewayWork, actor: Actor) => Promise<Outcome<Value>>,
) => Promise<Executed<Value>>
