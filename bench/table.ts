import { availableParallelism } from 'node:os'
import type { Figure } from './figure'

export interface Report {
  readonly runs: number
  readonly loadAverage: number
  readonly figures: readonly Figure[]
}

const short = (value: number | null): string => {
  if (value === null) return ''
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
}

function verdict({ skipped, met }: Figure): string {
  if (skipped !== null) return `skipped: ${skipped}`
  return met === null ? '' : met ? 'met' : 'NOT met'
}

/** The report as people read it. A busy machine is said: its wall-clock figures prove nothing. */
export function table({ figures, loadAverage }: Report): string {
  const rows = figures.map((one) => [
    one.id,
    one.what,
    short(one.limit),
    short(one.product),
    short(one.value),
    one.goal,
    verdict(one),
  ])
  const head = ['', 'what', 'limit', 'product', 'value', 'goal', '']
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const busy =
    loadAverage > availableParallelism()
      ? [`Load average ${loadAverage.toFixed(1)}: busy, wall-clock figures are not to be trusted.`]
      : []
  return [line(head), ...rows.map(line), ...busy].join('\n')
}
