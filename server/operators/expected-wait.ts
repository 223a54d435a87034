/** So far back it is looked how fast the queue goes. */
export const paceWindowMs = 1_800_000

/**
 * How long the one at a place of the queue still has to wait, when the queue goes on as fast as it went: `handedOut`
 * conversations within `paceWindowMs`. Null when none was, so nothing can be said.
 */
export const expectedWaitMs = (place: number, handedOut: number): number | null =>
  handedOut === 0 ? null : Math.round((place * paceWindowMs) / handedOut)
