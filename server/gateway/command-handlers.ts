import { commands } from '#protocol/commands'
import type { Position } from '#protocol/ids'
import type { Executed } from '../conversations/execute-command'
import { retryAttachment } from '../conversations/settle-attachment'
import type { Attendance } from '../operators/attendance'
import { distributeChannel, renameCompany, saveDistribution, saveSchedule } from '../operators/company'
import { deleteGroup, saveGroup } from '../operators/groups'
import type { Roster } from '../operators/roster'
import { forcePresence, setPresence } from '../operators/set-presence'
import { type AccountCommandPorts, accountCommands } from './account-commands'
import { type ChannelCommandPorts, channelCommands } from './channel-commands'
import { type CommandContext, type CommandHandlers, handler } from './commands'
import { conversationCommands, type MessengerPorts } from './conversation-commands'
import type { Execute } from './execute'
import { linkCommands } from './link-commands'
import { type LoginCommandPorts, loginCommands } from './login-commands'
import type { Once } from './once'
import { type TemplatePorts, templateCommands } from './template-commands'

export interface CommandHandlerPorts {
  readonly execute: Execute
  readonly once: Once
  readonly messengers: MessengerPorts
  readonly attendance: Attendance
  readonly roster: Roster
  readonly accounts: AccountCommandPorts
  readonly channels: ChannelCommandPorts
  readonly templates: TemplatePorts
  readonly logins: LoginCommandPorts
  readonly position: () => Position
}

/** Everything one may ask that changes something, by kind. */
export function commandHandlers(ports: CommandHandlerPorts): CommandHandlers {
  return {
    ...presenceCommands(ports),
    ...conversationCommands(ports.execute, ports.once, ports.messengers),
    ...channelCommands(ports.channels),
    ...templateCommands(ports.templates, ports.execute, ports.once),
    ...linkCommands(ports.execute),
    ...loginCommands(ports.logins),
    ...accountCommands(ports.accounts),
    ...companyCommands(ports),
    'attachment.retry': handler(commands['attachment.retry'], (command, context, readAnswer) =>
      ports.execute(context, readAnswer, (work, actor) => retryAttachment(work, actor, command)),
    ),
  }
}

/** Rules of the company: who saves them changes what the roster knows, in the same transaction. */
function companyCommands({ execute, roster, attendance }: CommandHandlerPorts) {
  return {
    'company.rename': handler(commands['company.rename'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => renameCompany(work, roster, attendance, actor, command)),
    ),
    'distribution.save': handler(commands['distribution.save'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => saveDistribution(work, roster, attendance, actor, command)),
    ),
    'schedule.save': handler(commands['schedule.save'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => saveSchedule(work, roster, attendance, actor, command)),
    ),
    'channel.distribute': handler(commands['channel.distribute'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => distributeChannel(work, roster, attendance, actor, command)),
    ),
    'group.save': handler(commands['group.save'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => saveGroup(work, roster, attendance, actor, command)),
    ),
    'group.delete': handler(commands['group.delete'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => deleteGroup(work, roster, attendance, actor, command)),
    ),
  }
}

function presenceCommands({ execute, attendance, position }: CommandHandlerPorts) {
  /** Ends the lease of the device that says so; it may say it twice. */
  async function ends({ device }: CommandContext, how: 'left' | 'asleep'): Promise<Executed<Record<string, never>>> {
    const { operatorId, lease, standing } = device
    device.standing = how
    if (how === 'left' && standing !== 'left') await attendance.left(operatorId, lease)
    if (how === 'asleep' && standing === 'live') await attendance.lost(operatorId, lease)
    return { ok: true, value: {}, position: position() }
  }
  return {
    'presence.set': handler(commands['presence.set'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => setPresence(work, attendance, actor, command)),
    ),
    'presence.force': handler(commands['presence.force'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => forcePresence(work, attendance, actor, command)),
    ),
    'session.leave': handler(commands['session.leave'], (_command, context) => ends(context, 'left')),
    'device.sleep': handler(commands['device.sleep'], (_command, context) => ends(context, 'asleep')),
  }
}
