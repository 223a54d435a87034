import { plainWebForm } from '#protocol/connection'
import type { ChannelId } from '#protocol/ids'
import { acceptInvitation, signIn } from './http'
import { administrator, type HubProcess } from './hub-process'
import { OperatorPlayer } from './operator'

export const operatorPassword = 'a long enough password'

/** The administrator at his socket. */
export async function aChief(hub: HubProcess): Promise<OperatorPlayer> {
  return new OperatorPlayer(hub.url, await signIn(hub.url, administrator.login, administrator.password, 'chief'))
}

export async function aWebChat(chief: OperatorPlayer): Promise<ChannelId> {
  const { id } = await chief.must<'channel.connect'>({
    kind: 'channel.connect',
    name: 'Сайт',
    receiver: null,
    form: plainWebForm,
  })
  return id
}

/** Invites an employee; his login is his name in small letters. Gives the one-time link of the invitation. */
export async function invite(chief: OperatorPlayer, name: string, { canSupervise = false } = {}): Promise<string> {
  const form = {
    name,
    login: name.toLowerCase(),
    role: 'employee',
    canSupervise,
    mayExceedLimit: false,
    takesPart: true,
    limit: null,
  } as const
  const { link } = await chief.must<'operator.invite'>({ kind: 'operator.invite', form })
  return link
}

/** An employee who has accepted the invitation with `operatorPassword`. */
export async function anAccount(hub: HubProcess, chief: OperatorPlayer, name: string) {
  return acceptInvitation(hub.url, await invite(chief, name), operatorPassword, `${name}-first`)
}
