import type { Clock } from './ports'

/** The wall clock may be corrected by less than this without anybody minding. */
const smallestJumpMs = 2_000

/** Notices when the wall clock has jumped against the time that really passed (reliability promise 14). */
export class JumpWatch {
  readonly #clock: Clock
  #offset: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#offset = clock.now() - clock.monotonic()
  }

  /** How far it has jumped since it was last asked; 0 when it runs as it should. */
  jumped(): number {
    const offset = this.#clock.now() - this.#clock.monotonic()
    const jump = Math.round(offset - this.#offset)
    if (Math.abs(jump) <= smallestJumpMs) return 0
    this.#offset = offset
    return jump
  }
}
