import type { Channel } from '#protocol/channel'
import type { ConversationRow } from '#protocol/conversation'
import { type ButtonLimits, buttonsProblem, noButtons, type ReplyButtonForm } from '#protocol/reply-button'

type Problem = NonNullable<ReturnType<typeof buttonsProblem>>['problem']

/** Why buttons cannot go as they are; `noWords`: nothing stands over them. */
export interface ButtonTrouble {
  readonly index: number
  readonly problem: Problem | 'noWords'
}

/** What can stand under a reply there: nothing in groups and in public. */
export const buttonLimitsOf = (channel: Channel | null, { place, isGroup }: ConversationRow): ButtonLimits =>
  place === null && !isGroup ? (channel?.capabilities.buttons ?? noButtons) : noButtons

export function buttonTrouble(
  buttons: readonly ReplyButtonForm[],
  limits: ButtonLimits,
  text: string,
): ButtonTrouble | null {
  if (buttons.length === 0) return null
  return buttonsProblem(buttons, limits) ?? (text.trim() === '' ? { index: -1, problem: 'noWords' } : null)
}

/** What one has not begun to write is no mistake yet. */
export const isSaidAtOnce = (problem: ButtonTrouble['problem'], { url }: ReplyButtonForm): boolean =>
  problem !== 'labelMissing' && problem !== 'noWords' && (problem !== 'address' || url.trim() !== '')

/** Whether one more may stand beside those there are. */
export const hasRoomFor = (buttons: readonly ReplyButtonForm[], { most }: ButtonLimits): boolean =>
  buttons.length < most && buttons.every(({ kind }) => kind !== 'sharePhone')

export const aButton = ({ kinds: [kind = 'press'] }: ButtonLimits): ReplyButtonForm => ({ kind, label: '', url: '' })
