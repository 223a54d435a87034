import type { Messenger } from '#protocol/channel'
import { type CommandKind, commands } from '#protocol/commands'
import type { Outcome } from '#protocol/errors'
import type { OperatorId, Position } from '#protocol/ids'
import type { LoginAppForm, LoginId, LoginPlace, LoginState } from '#protocol/messenger-login'
import { type Actor, mayManage } from '#protocol/permissions'
import { queries } from '#protocol/queries'
import type { Executed } from '../conversations/execute-command'
import { type CommandContext, handler } from './commands'
import type { Device } from './devices'
import { forbidden, needs } from './needs'
import { question } from './queries'

type Owner = Pick<Device, 'operatorId' | 'sessionId'>

/** Logins of administrators at messengers, which go on in a browser. */
export interface LoginPorts {
  place(messenger: Messenger): Promise<Outcome<LoginPlace>>
  setApp(messenger: Messenger, form: LoginAppForm, by: OperatorId): Promise<Outcome<LoginPlace>>
  begin(messenger: Messenger, owner: Owner): Promise<Outcome<{ loginId: LoginId; address: string }>>
  state(id: LoginId, owner: Owner): Outcome<LoginState>
}

export interface LoginCommandPorts {
  readonly desk: LoginPorts
  readonly actorOf: (id: OperatorId) => Actor | undefined
  readonly position: () => Position
}

/** They leave nothing that a repeat could double, so a repeat is simply carried out again. */
export function loginCommands({ desk, actorOf, position }: LoginCommandPorts) {
  async function managing<Value>(
    { device }: CommandContext,
    run: () => Promise<Outcome<Value>>,
  ): Promise<Executed<Value>> {
    const actor = actorOf(device.operatorId)
    if (actor === undefined || !mayManage(actor, 'manageChannels')) return forbidden('manageChannels')
    const outcome = await run()
    return outcome.ok ? { ...outcome, position: position() } : outcome
  }
  return {
    'login.setApp': handler(commands['login.setApp'], ({ messenger, form }, context) =>
      managing(context, () => desk.setApp(messenger, form, context.device.operatorId)),
    ),
    'login.begin': handler(commands['login.begin'], ({ messenger }, context) =>
      managing(context, () => desk.begin(messenger, context.device)),
    ),
  } satisfies Partial<Record<CommandKind, unknown>>
}

export const loginQueries = (desk: LoginPorts) => ({
  'login.place': question(
    queries['login.place'],
    async ({ messenger }, context) => needs(context, 'manageChannels') ?? (await desk.place(messenger)),
  ),
  'login.state': question(
    queries['login.state'],
    async ({ loginId }, context) => needs(context, 'manageChannels') ?? desk.state(loginId, context.device),
  ),
})
