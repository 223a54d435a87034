import { accepted, type Outcome, refused } from '#protocol/errors'
import { buttonRows, buttonsProblem, noButtons, type ReplyButton, type ReplyButtonForm } from '#protocol/reply-button'
import type { ConversationDraft } from './draft'
import type { Work } from './ports'

/** Buttons of a reply as the conversation keeps them, or what is wrong with them: its messenger shows some kinds, and in dialogues alone. */
export function replyButtons(
  work: Work,
  { row }: ConversationDraft,
  forms: readonly ReplyButtonForm[],
  text: string,
): Outcome<ReplyButton[][]> {
  if (forms.length === 0) return accepted([])
  if (text.trim() === '') return refused('TEXT_EMPTY', 'Buttons stand under words.', { field: 'text' })
  const channel = work.people.channel(row.channelId)
  const isDialogue = row.place === null && !row.isGroup
  const capabilities = isDialogue && channel !== undefined ? work.capabilitiesOf(channel.messenger) : undefined
  const wrong = buttonsProblem(forms, capabilities?.buttons ?? noButtons)
  if (wrong === null) return accepted(buttonRows(forms))
  const { index, problem } = wrong
  return refused('INVALID', 'A button cannot be sent.', {
    field: `buttons.${index}`,
    fields: [{ field: `buttons.${index}`, problem }],
  })
}
