/** How much of the service target is used up: 0 calm, 1 over half, 2 over 80 %, 3 past it. */
export type HeatStep = 0 | 1 | 2 | 3

export interface Heat {
  readonly step: HeatStep
  /** Share of the target used, 0 to 1; without a target 0, since nothing can be said. */
  readonly share: number
}

/** Without a target only step 0 exists: a figure without a promise alarms nobody. */
export function heatOf(waitedMs: number, targetMs: number | null): Heat {
  if (targetMs === null || targetMs <= 0) return { step: 0, share: 0 }
  const used = Math.max(0, waitedMs) / targetMs
  const share = Math.min(1, used)
  if (used >= 1) return { step: 3, share }
  if (used >= 0.8) return { step: 2, share }
  return { step: used >= 0.5 ? 1 : 0, share }
}
