export interface Range {
  readonly from: number
  readonly to: number
}

/** A number as one writes it, with a comma too. */
export const written = (text: string): string => text.trim().replace(',', '.')

export function isInRange(text: string, { from, to }: Range, isWhole: boolean): boolean {
  const value = Number(written(text))
  return Number.isFinite(value) && value >= from && value <= to && (!isWhole || Number.isInteger(value))
}

/** Null when nothing is written. */
export const numberOrNull = (text: string): number | null => (written(text) === '' ? null : Number(written(text)))
