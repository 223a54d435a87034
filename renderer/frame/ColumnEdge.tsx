import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'

const narrowest = 280
const widest = 480
const step = 16

const within = (width: number) => Math.min(widest, Math.max(narrowest, Math.round(width)))

interface Props {
  readonly label: string
  /** Which edge of its column it is: the list has it at the end, the panel at the start. */
  readonly side: 'start' | 'end'
  readonly width: number | null
  /** Null restores the usual width. */
  readonly onChange: (width: number | null) => void
}

/** Drags the width of a column between 280 and 480; arrows do the same; a double click restores. */
export function ColumnEdge({ label, side, width, onChange }: Props) {
  const edge = useRef<HTMLDivElement>(null)
  const [isDragged, setDragged] = useState(false)
  const columnWidth = () => edge.current?.parentElement?.getBoundingClientRect().width ?? narrowest
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!isDragged) return
    const box = event.currentTarget.parentElement?.getBoundingClientRect()
    if (box !== undefined) onChange(within(side === 'end' ? event.clientX - box.left : box.right - event.clientX))
  }
  const press = (event: KeyboardEvent) => {
    const wider = side === 'end' ? 'ArrowRight' : 'ArrowLeft'
    const narrower = side === 'end' ? 'ArrowLeft' : 'ArrowRight'
    if (event.key !== wider && event.key !== narrower) return
    event.preventDefault()
    onChange(within(columnWidth() + (event.key === wider ? step : -step)))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be dragged
    <div
      ref={edge}
      className="column-edge"
      data-side={side}
      data-dragged={isDragged ? '' : undefined}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={width ?? narrowest}
      tabIndex={0}
      onKeyDown={press}
      onDoubleClick={() => onChange(null)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setDragged(true)
      }}
      onPointerMove={drag}
      onPointerUp={() => setDragged(false)}
      onPointerCancel={() => setDragged(false)}
    />
  )
}
