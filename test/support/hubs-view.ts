import type { Page } from '@playwright/test'
import type { Bridge } from '#preload/contract'
import { type ConversationRow, type Section, sections } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import type { OperatorPlayer } from '../blackbox/operator'

/** The four lists and the stream of every conversation in them. */
interface View {
  readonly lists: Readonly<Record<Section, readonly ConversationRow[]>>
  readonly streams: Readonly<Record<ConversationId, readonly Entry[]>>
}

interface Reader {
  readonly list: (section: Section) => Promise<readonly ConversationRow[]>
  readonly stream: (conversationId: ConversationId) => Promise<readonly Entry[]>
}

const page = { after: null, limit: 100 }

async function viewOf({ list, stream }: Reader): Promise<View> {
  const lists: Record<Section, readonly ConversationRow[]> = { mine: [], unassigned: [], others: [], closed: [] }
  const streams: Record<ConversationId, readonly Entry[]> = {}
  for (const section of sections) {
    lists[section] = await list(section)
    for (const { id } of lists[section]) streams[id] = await stream(id)
  }
  return { lists, streams }
}

/** What a device that holds nothing yet gets from the hub. */
export const hubsView = (fresh: OperatorPlayer): Promise<View> =>
  viewOf({
    list: async (section) => {
      const { rows } = await fresh.ask<'conversations.list'>({ kind: 'conversations.list', section, ...page })
      return rows
    },
    stream: async (conversationId) =>
      (await fresh.ask<'conversation.open'>({ kind: 'conversation.open', conversationId })).entries,
  })

/** What the app holds, asked as a window of it asks. */
export const heldView = (window: Page): Promise<View> =>
  viewOf({
    list: (section) =>
      window.evaluate(
        async (input) => {
          const bridge: Bridge = Reflect.get(globalThis, 'bridge')
          return (await bridge.list(input)).rows
        },
        { section, ...page },
      ),
    stream: (conversationId) =>
      window.evaluate(
        async (input) => {
          const bridge: Bridge = Reflect.get(globalThis, 'bridge')
          const outcome = await bridge.openConversation(input)
          await bridge.leaveConversation(input)
          return outcome.ok ? outcome.value.view.entries : []
        },
        { conversationId },
      ),
  })
