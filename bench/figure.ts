/** One line of the report. `value` is compared with the goal; `limit` and `product` are the two medians it comes from. */
export interface Figure {
  readonly id: string
  readonly what: string
  readonly value: number | null
  readonly unit: string
  readonly limit: number | null
  readonly product: number | null
  readonly goal: string
  readonly met: boolean | null
  /** Why it did not run; a skipped figure is never "met". */
  readonly skipped: string | null
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('median of nothing')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? at(sorted, middle) : (at(sorted, middle - 1) + at(sorted, middle)) / 2
}

/** `share` 0.5 is the median, 0.99 what one in a hundred exceeds (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return at(sorted, Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1)))
}

function at(values: readonly number[], index: number): number {
  const value = values[index]
  if (value === undefined) throw new Error(`no value at ${index}`)
  return value
}

/** The product's figure by the limit's, both taken in this run. Goals are set in goals.json. */
export const ratioFigure = (id: string, what: string, limit: number, product: number): Figure => ({
  id,
  what,
  value: product / limit,
  unit: 'ratio',
  limit,
  product,
  goal: '',
  met: null,
  skipped: null,
})

export const plainFigure = (id: string, what: string, product: number, unit: string): Figure => ({
  id,
  what,
  value: product,
  unit,
  limit: null,
  product,
  goal: '',
  met: null,
  skipped: null,
})

export const skippedFigure = (id: string, what: string, why: string): Figure => ({
  id,
  what,
  value: null,
  unit: '',
  limit: null,
  product: null,
  goal: '',
  met: null,
  skipped: why,
})
