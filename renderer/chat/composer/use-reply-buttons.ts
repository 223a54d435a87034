import type { Channel } from '#protocol/channel'
import type { ConversationRow } from '#protocol/conversation'
import type { ButtonLimits, ReplyButtonForm } from '#protocol/reply-button'
import { usePane, usePaneStore } from '../pane-state'
import { aButton, type ButtonTrouble, buttonLimitsOf, buttonTrouble } from './reply-buttons'

/** Buttons under the reply, and what more there may be. */
export interface ReplyButtonsChoice {
  readonly limits: ButtonLimits
  readonly chosen: readonly ReplyButtonForm[]
  readonly trouble: ButtonTrouble | null
  readonly change: (buttons: readonly ReplyButtonForm[]) => void
  readonly add: () => void
}

export function useReplyButtons(
  channel: Channel | null,
  row: ConversationRow,
  { text, isNote }: { readonly text: string; readonly isNote: boolean },
): ReplyButtonsChoice {
  const pane = usePaneStore()
  const chosen = usePane((state) => state.buttons)
  const limits = buttonLimitsOf(channel, row)
  const change = (buttons: readonly ReplyButtonForm[]) => pane.setState({ buttons })
  const trouble = isNote ? null : buttonTrouble(chosen, limits, text)
  return { limits, chosen, trouble, change, add: () => change([...chosen, aButton(limits)]) }
}
