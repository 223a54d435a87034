import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { StreamRow } from './StreamRow'
import type { StreamItem } from './stream-items'

/** More than fits above or below the place one starts at; what does not is not drawn twice. */
const most = 16

export interface StartPlace {
  readonly index: number | 'LAST'
  readonly align: 'start' | 'end'
}

interface Props {
  readonly items: readonly StreamItem[]
  readonly start: StartPlace
  /** What stands above the first row and below the last one. */
  readonly top: ReactNode
  readonly end: ReactNode
}

/**
 * The rows one will see first, at once and in their place. The virtual list behind which they stand measures itself for
 * several frames before it shows anything; they go when it does. To the keyboard and to a screen reader they are not there.
 */
export function FirstSight({ items, start, top, end }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const first = useRef<HTMLDivElement>(null)
  const at = start.index === 'LAST' ? items.length : start.index
  const from = Math.max(0, at - most)
  const shown = items.slice(from, at + most)
  useLayoutEffect(() => {
    if (frame.current !== null) frame.current.scrollTop = first.current?.offsetTop ?? frame.current.scrollHeight
  })
  return (
    <div ref={frame} className="flow flow-first" aria-hidden="true" inert>
      <div className="flow-first-rows">
        {from === 0 ? top : null}
        {shown.map((item, place) => (
          <div key={item.key} ref={from + place === at ? first : undefined}>
            <StreamRow item={item} />
          </div>
        ))}
        {from + shown.length === items.length ? end : null}
      </div>
    </div>
  )
}
