/** Full jitter from 1 s to 5 min (reliability.md section 2). `attempt` counts from 1; `random` is from 0 inclusive to 1 exclusive. */
const baseMs = 1000
const capMs = 300_000

export const downloadPauseMs = (attempt: number, random: number): number =>
  Math.floor(random * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30)))
