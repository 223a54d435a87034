/** Full jitter (reliability.md section 2): any moment up to a limit that doubles with each attempt, from 1 s to 5 min. */
const baseMs = 1000
const capMs = 300_000

/** `attempt` counts from 1; `random` is from 0 inclusive to 1 exclusive. */
export function backOffMs(attempt: number, random: number): number {
  return Math.floor(random * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30)))
}
