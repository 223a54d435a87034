import { z } from 'zod'
import { At } from './ids'

/** Of a raw body so much is shown: enough to know it by. */
export const shownOfBody = 2000

/** An event of a messenger that could not be processed, or that nobody could read. */
export const DeadLetter = z.object({
  /** Its key in the channel. */
  eventKey: z.string().max(500),
  at: At,
  attempts: z.number().int().nonnegative(),
  /** The class of what went wrong: never words of a contact. */
  reason: z.string(),
  body: z.string(),
  isCut: z.boolean(),
})
export type DeadLetter = z.infer<typeof DeadLetter>

/** Where the next page begins: below this arrival. */
export const LetterCursor = z.number().int().nonnegative()
