import { type Outcome, refused } from '#protocol/errors'
import type { cleanText } from '#protocol/message'

type Unclean = Exclude<ReturnType<typeof cleanText>, { kind: 'text' }>

/** What is wrong with a text, as the refusal the screen knows. */
export function refusedText(unclean: Unclean): Outcome<never> {
  switch (unclean.kind) {
    case 'empty':
      return refused('TEXT_EMPTY', 'There is no text.', { field: 'text' })
    case 'invalid':
      return refused('TEXT_INVALID', 'The text has characters that cannot be sent.', { field: 'text' })
    case 'tooLong': {
      const { length, limit } = unclean
      return refused('TEXT_TOO_LONG', 'The text is too long.', { field: 'text', facts: { length, limit } })
    }
  }
}
