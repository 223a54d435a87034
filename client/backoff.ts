/** Reconnecting, as reliability.md section 2 has it: 0.5 s to 10 s, full jitter, so that a restarted hub is not stormed. */
const shortestMs = 500
const baseMs = 1000
const longestMs = 10_000

/** Pause before the next attempt. `attempt` counts failures in a row from 0, `random` is in [0, 1). */
export function retryDelay(attempt: number, random: number): number {
  const widest = Math.min(longestMs, baseMs * 2 ** Math.min(attempt, 16))
  return Math.round(shortestMs + random * (widest - shortestMs))
}

/** The hub said how long to wait: not a moment sooner, and spread over as much again, at most 5 s. */
export const toldDelay = (retryAfterMs: number, random: number): number =>
  Math.round(retryAfterMs + random * Math.min(retryAfterMs, 5000))
