import { cx } from './class-names'
import type { Heat } from './heat'

/** The upright level of a row: how much of the service target is used. Without heat the place stays empty. */
export function Level({ heat, className }: { readonly heat: Heat | null; readonly className?: string }) {
  const full = 40
  // A conversation that has just begun to wait shows a hair of it, never nothing.
  const height = heat === null ? 0 : Math.max(1, heat.share * full)
  return (
    <svg className={cx('level', className)} viewBox="0 0 3 40" preserveAspectRatio="none" aria-hidden="true">
      {heat === null ? null : (
        <>
          <rect className="level-track" width="3" height={full} />
          <rect className={`level-${heat.step}`} width="3" height={height} y={full - height} />
        </>
      )}
    </svg>
  )
}

interface MeterProps {
  readonly heat: Heat
  readonly width?: number
  readonly height?: number
}

/** The same lying down: over the composer. */
export function Meter({ heat, width = 56, height = 4 }: MeterProps) {
  const filled = Math.max(1, heat.share * width)
  return (
    <svg className="meter" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <rect className="level-track" width={width} height={height} rx={2} />
      <rect className={`level-${heat.step}`} width={filled} height={height} rx={2} />
    </svg>
  )
}
