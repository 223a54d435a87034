import type { Random } from '../platform'

const timeLength = 8
const randomLength = 12

/**
 * An id that begins with its moment, in 36 digits, followed by 72 random bits: what is made together is stored together, so a
 * commit touches few pages. Ids are names, never permissions.
 */
export const orderedId = (at: number, random: Pick<Random, 'id'>): string =>
  at.toString(36).padStart(timeLength, '0') + random.id().slice(0, randomLength)
