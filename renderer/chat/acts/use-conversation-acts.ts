import { useCallback } from 'react'
import type { Priority } from '#protocol/channel'
import type { Command } from '#protocol/commands'
import type { ConversationRow } from '#protocol/conversation'
import { can } from '#protocol/permissions'
import { useAct } from '../../state/act'
import { useOpenedFeed } from '../../state/conversation'
import { useActor } from '../../state/hooks'
import { useText } from '../../text/i18n'
import type { ToastAct } from '../../ui/Toast'

export interface ConversationActs {
  readonly take: () => Promise<void>
  readonly release: () => Promise<void>
  readonly close: () => Promise<void>
  readonly reopen: () => Promise<void>
  /** High stands before the others of the queue, until the end of the inquiry. */
  readonly prioritize: (priority: Priority) => Promise<void>
}

type Undoing = Command<'conversation.take' | 'conversation.transfer' | 'conversation.release' | 'conversation.reopen'>

/** The command that gives the conversation back to whom it was with, as the assignment stands when one changes one's mind. */
export function givesBack(before: ConversationRow, now: ConversationRow, me: string): Undoing {
  const seen = { conversationId: before.id, assignVersion: now.assignVersion }
  const { assignee } = before
  if (assignee === null || assignee.kind === 'bot') return { kind: 'conversation.release', ...seen }
  if (assignee.id === me) return { kind: 'conversation.take', ...seen }
  return {
    kind: 'conversation.transfer',
    ...seen,
    to: { kind: 'operator', operatorId: assignee.id },
    isConfirmed: true,
  }
}

/** An undo for a changed assignment, where I may still make it once the conversation is somebody else's. */
export function useGiveBack(row: ConversationRow): ToastAct | undefined {
  const act = useAct()
  const actor = useActor()
  const feed = useOpenedFeed()
  const { t } = useText()
  // After the act only what a stranger may do is sure: a restricted operator has lost his rights with his part.
  const mayUndo = actor !== null && can(actor, 'take', { assignee: null, coAssignees: [], observers: [] })
  if (!mayUndo) return undefined
  return {
    label: t('chat.acts.undo'),
    run: () => {
      const now = feed.store.getState()
      void act(givesBack(row, now.kind === 'ready' ? now.row : row, actor.id))
    },
  }
}

/** Acts of one step; what came of each is said with its undo. */
export function useConversationActs(row: ConversationRow): ConversationActs {
  const act = useAct()
  const { t } = useText()
  const giveBack = useGiveBack(row)
  const conversationId = row.id
  const { assignVersion } = row
  const take = useCallback(async () => {
    await act({ kind: 'conversation.take', conversationId, assignVersion }, { done: t('chat.acts.taken') })
  }, [act, t, conversationId, assignVersion])
  const release = async () => {
    const told = { done: t('chat.acts.released'), ...(giveBack === undefined ? {} : { undo: giveBack }) }
    await act({ kind: 'conversation.release', conversationId, assignVersion }, told)
  }
  const reopen = useCallback(async () => {
    await act({ kind: 'conversation.reopen', conversationId }, { done: t('chat.acts.reopened') })
  }, [act, t, conversationId])
  const close = useCallback(async () => {
    const undo = { label: t('chat.acts.undo'), run: () => void reopen() }
    await act({ kind: 'conversation.close', conversationId }, { done: t('chat.acts.closed'), undo })
  }, [act, t, conversationId, reopen])
  const prioritize = async (priority: Priority) => {
    const told = { high: t('chat.acts.raised'), normal: t('chat.acts.lowered') }
    await act({ kind: 'conversation.prioritize', conversationId, priority }, { done: told[priority] })
  }
  return { take, release, close, reopen, prioritize }
}
