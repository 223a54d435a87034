import { type CommandKind, commands } from '#protocol/commands'
import { accepted } from '#protocol/errors'
import type { ChannelId, OperatorId } from '#protocol/ids'
import { type Actor, mayManage } from '#protocol/permissions'
import { queries } from '#protocol/queries'
import { type Template, unusableBecause } from '#protocol/templates'
import { executeCommand } from '../conversations/execute-command'
import type { Hub } from '../conversations/ports'
import { startConversation } from '../conversations/start-conversation'
import { syncTemplates } from '../conversations/sync-templates'
import {
  archiveTemplate,
  deleteTemplate,
  saveTemplate,
  shownTemplate,
  submitTemplate,
  type TemplateMessenger,
} from '../conversations/templates'
import { handler } from './commands'
import type { Execute } from './execute'
import { forbidden } from './needs'
import type { Once } from './once'
import { question } from './queries'

export interface TemplatePorts {
  readonly hub: Hub
  readonly messenger: TemplateMessenger
  readonly actorOf: (id: OperatorId) => Actor | undefined
}

/** Message templates, and what begins with one. */
export function templateCommands({ hub, messenger, actorOf }: TemplatePorts, execute: Execute, once: Once) {
  return {
    'conversation.start': handler(commands['conversation.start'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => startConversation(work, actor, context.commandId, command)),
    ),
    'template.save': handler(commands['template.save'], (command, context, readAnswer) =>
      once(context, readAnswer, (by) => saveTemplate(hub, messenger, by, command)),
    ),
    'template.submit': handler(commands['template.submit'], (command, context, readAnswer) =>
      once(context, readAnswer, (by) => submitTemplate(hub, messenger, by, command)),
    ),
    'template.archive': handler(commands['template.archive'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => archiveTemplate(work, actor, command)),
    ),
    'template.delete': handler(commands['template.delete'], (command, context, readAnswer) =>
      once(context, readAnswer, (by) => deleteTemplate(hub, messenger, by, command)),
    ),
    'template.refresh': handler(commands['template.refresh'], ({ channelId }, context, readAnswer) =>
      once(context, readAnswer, async (by) => {
        const actor = actorOf(by.operatorId)
        if (actor === undefined || !mayManage(actor, 'manageTemplates')) return forbidden('manageTemplates')
        const synced = await syncTemplates(hub, messenger, channelId)
        return synced.ok
          ? await executeCommand(
              hub,
              by,
              () => ({}),
              async () => accepted({}),
            )
          : synced
      }),
    ),
  } satisfies Partial<Record<CommandKind, unknown>>
}

export function templateQueries(hub: Hub) {
  const listed = (channelId: ChannelId) =>
    hub.write(async (work) => (await work.templates.ofChannel(channelId)).map(shownTemplate))
  return {
    'templates.list': question(queries['templates.list'], async ({ channelId }, { actor }) => {
      const all: readonly Template[] = await listed(channelId)
      const mayManageThem = mayManage(actor, 'manageTemplates')
      return accepted(all.filter((one) => mayManageThem || unusableBecause(one) === null))
    }),
  }
}
