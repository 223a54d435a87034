import { type CommandKind, commands } from '#protocol/commands'
import { accepted } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import type { ChannelLinks } from '#protocol/links'
import { queries } from '#protocol/queries'
import { deleteLink, saveLink } from '../conversations/links'
import { handler } from './commands'
import type { Execute } from './execute'
import { needs } from './needs'
import { question } from './queries'

/** Links of the channels. */
export function linkCommands(execute: Execute) {
  return {
    'link.save': handler(commands['link.save'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => saveLink(work, actor, command)),
    ),
    'link.delete': handler(commands['link.delete'], (command, context, readAnswer) =>
      execute(context, readAnswer, (work, actor) => deleteLink(work, actor, command)),
    ),
  } satisfies Partial<Record<CommandKind, unknown>>
}

export const linkQueries = (ofChannel: (id: ChannelId) => Promise<ChannelLinks>) => ({
  'links.list': question(queries['links.list'], async ({ channelId }, context) => {
    return needs(context, 'manageLinks') ?? accepted(await ofChannel(channelId))
  }),
})
