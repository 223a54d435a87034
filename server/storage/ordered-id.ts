import type { Random } from '../platform'

const timeLength = 8
const countLength = 4
const countEnd = 36 ** countLength
/** A new moment begins below this, so that it never runs out of numbers. */
const firstEnd = countEnd / 2

/**
 * Ids that begin with their moment, in 36 digits, followed by a number that begins anywhere and rises within the moment: what is
 * made together is stored together, so a commit touches few pages, and short, for they stand in every row of a stream. Unique in
 * one store; ids are names, never permissions.
 */
export class OrderedIds {
  readonly #random: Pick<Random, 'number'>
  #at = 0
  #count = 0

  constructor(random: Pick<Random, 'number'>) {
    this.#random = random
  }

  /** `at`: epoch milliseconds. A clock that steps back goes on from the last moment. */
  next(at: number): string {
    if (at > this.#at || this.#count === countEnd) {
      this.#at = Math.max(at, this.#at + 1)
      this.#count = Math.floor(this.#random.number() * firstEnd)
    }
    const count = this.#count++
    return this.#at.toString(36).padStart(timeLength, '0') + count.toString(36).padStart(countLength, '0')
  }
}
