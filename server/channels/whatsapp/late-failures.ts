import type { ChannelNote } from '#protocol/channel'
import type { RawInbound } from '../channel'
import { troubleOf, wordsOf } from './refusals'
import { Status } from './update'

/** A message that was taken and did not arrive: most refusals come so, long after the answer to the send. */
export const isFailure = ({ eventKey }: RawInbound): boolean =>
  eventKey.startsWith('status:') && eventKey.endsWith(':failed')

/** Says what of it is about our number. */
export function tellTrouble({ parsed }: RawInbound, tell: (trouble: ChannelNote, words: string) => void): void {
  const read = Status.safeParse(parsed?.status)
  for (const error of read.data?.errors ?? []) {
    const trouble = troubleOf(error.code)
    if (trouble !== null) tell(trouble, wordsOf(error))
  }
}
