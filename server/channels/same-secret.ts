import { timingSafeEqual } from 'node:crypto'

/** The place of a difference does not show in the time; the length of our secrets is no secret. An empty secret is nobody's. */
export function isSameSecret(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)]
  return wanted !== '' && left.length === right.length && timingSafeEqual(left, right)
}
