import { useCallback } from 'react'
import type { Command, CommandKind, CommandReply } from '#protocol/commands'
import type { Refusal } from '#protocol/errors'
import { useBridge } from '../bridge'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { type ToastAct, useToasts } from '../ui/Toast'
import { useWindow } from './hooks'
import type { WorkspaceState } from './workspace-state'

interface Told {
  /** Said when it is done. */
  readonly done?: string
  readonly undo?: ToastAct
  /** The caller says refusals itself (a form, a confirmation). */
  readonly isQuiet?: boolean
}

/** The hub says by id who was faster; the sentence wants his name. */
function named(refusal: Refusal, { company }: WorkspaceState): Refusal {
  const id = refusal.facts?.assigneeId
  const operator = company?.operators.find((one) => one.id === id)
  return operator === undefined ? refusal : { ...refusal, facts: { ...refusal.facts, name: operator.name } }
}

/** Carries out a command and tells what came of it: the fact with its undo, or the refusal in a sentence. */
export function useAct() {
  const bridge = useBridge()
  const { feed } = useWindow()
  const { show } = useToasts()
  const { t, format } = useText()
  return useCallback(
    async <Kind extends CommandKind>(
      command: Command<Kind> & { readonly kind: Kind },
      told: Told = {},
    ): Promise<CommandReply<Kind>> => {
      const reply = await bridge.command<Kind>(command)
      if (!reply.ok && told.isQuiet !== true) show(refusalText(t, format, named(reply.refusal, feed.store.getState())))
      if (reply.ok && told.done !== undefined) show(told.done, told.undo)
      return reply
    },
    [bridge, feed, show, t, format],
  )
}
