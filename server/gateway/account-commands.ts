import { commands } from '#protocol/commands'
import { type Outcome, refusal } from '#protocol/errors'
import type { AttachmentId, CommandId, OperatorId } from '#protocol/ids'
import type { Actor } from '#protocol/permissions'
import { changePassword, preparePassword } from '../accounts/change-password'
import type { AccountContext } from '../accounts/context'
import { disable, enable } from '../accounts/disable'
import { edit } from '../accounts/edit'
import { endSession } from '../accounts/end-session'
import { invite } from '../accounts/invite'
import type { Passwords } from '../accounts/passwords'
import type { AccountNews, AccountRandom, AccountReads, PictureFile } from '../accounts/ports'
import { reset } from '../accounts/reset'
import { maySetPicture, setPicture } from '../accounts/set-picture'
import type { Executed } from '../conversations/execute-command'
import { type CommandContext, handler } from './commands'
import type { Execute, GatewayWork } from './execute'

export interface AccountCommandPorts {
  readonly execute: Execute
  readonly reads: AccountReads
  readonly passwords: Passwords
  readonly random: AccountRandom
  readonly news: AccountNews
  readonly actorOf: (id: OperatorId) => Actor | undefined
  /** A code that only this command has: the same command again gives the same link, and the store keeps none. */
  readonly codeFor: (operatorId: OperatorId, id: CommandId) => string
  readonly linkOf: (code: string) => string
  /** Puts a picture among the hub's files. */
  readonly takePicture: (bytes: Uint8Array) => Promise<Outcome<PictureFile>>
  /** Roster, rights and queue follow in the same transaction. */
  readonly companyChanged: (work: GatewayWork) => Promise<void>
}

const forbidden = { ok: false, refusal: refusal('FORBIDDEN', 'accounts are managed by administrators') } as const

/** Commands about accounts and sessions. Links are added after the stored answer was read: they are not kept in it. */
export function accountCommands(ports: AccountCommandPorts) {
  const { execute, linkOf, codeFor } = ports
  const contextOf: ContextOf = (work: GatewayWork, actor: Actor, { device }: CommandContext): AccountContext => ({
    ...{ actor, sessionId: device.sessionId, now: work.now, random: ports.random, news: ports.news },
  })
  /** The account has changed: who works here, and with what rights, is known before anybody else's turn. */
  const changes = async <Value>(work: GatewayWork, outcome: Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
    const changed = await outcome
    if (changed.ok) await ports.companyChanged(work)
    return changed
  }
  const invited = commands['operator.invite'].answer.omit({ link: true })
  const renewed = commands['operator.reset'].answer.omit({ link: true })
  return {
    'operator.invite': handler(commands['operator.invite'], async ({ form }, context) => {
      const code = codeFor(context.device.operatorId, context.commandId)
      const executed = await execute(
        context,
        (stored) => invited.parse(stored),
        (work, actor) => changes(work, invite(work.accounts, form, code, contextOf(work, actor, context))),
      )
      return withLink(executed, linkOf(code))
    }),
    'operator.edit': handler(commands['operator.edit'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) =>
        changes(work, edit(work.accounts, command, contextOf(work, actor, context))),
      ),
    ),
    'operator.disable': handler(commands['operator.disable'], ({ operatorId }, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) =>
        disable(work.accounts, operatorId, contextOf(work, actor, context)),
      ),
    ),
    'operator.enable': handler(commands['operator.enable'], ({ operatorId }, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) =>
        changes(work, enable(work.accounts, operatorId, contextOf(work, actor, context))),
      ),
    ),
    'operator.reset': handler(commands['operator.reset'], async ({ operatorId }, context) => {
      const code = codeFor(context.device.operatorId, context.commandId)
      const executed = await execute(
        context,
        (stored) => renewed.parse(stored),
        (work, actor) => reset(work.accounts, operatorId, code, contextOf(work, actor, context)),
      )
      return withLink(executed, linkOf(code))
    }),
    'operator.picture': pictureCommand(ports, changes, contextOf),
    'account.password': handler(commands['account.password'], async (command, context, readAnswer) => {
      const { operatorId } = context.device
      const actor = ports.actorOf(operatorId)
      if (actor === undefined) return { ok: false, refusal: refusal('SESSION_ENDED', 'the account is disabled') }
      const prepared = await preparePassword(ports.reads, ports.passwords, actor, command)
      // The stored answer of a repeat goes before what the old password says now.
      return execute(
        context,
        readAnswer,
        async (work, current): Promise<Outcome<Record<string, never>>> =>
          prepared.ok ? changePassword(work.accounts, prepared.value, contextOf(work, current, context)) : prepared,
      )
    }),
    'session.end': handler(commands['session.end'], ({ sessionId }, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) =>
        endSession(work.accounts, sessionId, contextOf(work, actor, context)),
      ),
    ),
  }
}

type ContextOf = (work: GatewayWork, actor: Actor, context: CommandContext) => AccountContext
type Changes = <Value>(work: GatewayWork, outcome: Promise<Outcome<Value>>) => Promise<Outcome<Value>>

/** Bytes go in by their content before anything is written: the same command again finds them there. */
const pictureCommand = (
  { execute, actorOf, takePicture }: AccountCommandPorts,
  changes: Changes,
  contextOf: ContextOf,
) =>
  handler(
    commands['operator.picture'],
    async ({ operatorId, picture }, context, readAnswer): Promise<Executed<{ picture: AttachmentId | null }>> => {
      const asking = actorOf(context.device.operatorId)
      if (asking === undefined || !maySetPicture(asking, operatorId)) return forbidden
      const taken = picture === null ? null : await takePicture(Buffer.from(picture, 'base64'))
      if (taken !== null && !taken.ok) return taken
      const file = taken === null ? null : taken.value
      return execute(context, readAnswer, (work, actor) =>
        changes(work, setPicture(work.accounts, { operatorId, file }, contextOf(work, actor, context))),
      )
    },
  )

const withLink = <Value extends object>(executed: Executed<Value>, link: string): Executed<Value & { link: string }> =>
  executed.ok ? { ...executed, value: { ...executed.value, link } } : executed
