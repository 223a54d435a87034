import type { Refusal } from '#protocol/errors'

/** A refusal as it leaves the hub: whoever shows it can name the line of the log that tells more. */
export const withRequestId = (refusal: Refusal, newRequestId: () => string): Refusal =>
  refusal.requestId === undefined ? { ...refusal, requestId: newRequestId() } : refusal
