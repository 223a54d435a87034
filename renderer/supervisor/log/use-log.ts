import { useCallback, useEffect, useRef, useState } from 'react'
import type { Refusal } from '#protocol/errors'
import type { LogCursor, LogFilter, LogLine } from '#protocol/queries'
import { useBridge } from '../../bridge'
import { useIsLive } from '../../state/hooks'

const pageSize = 50

export interface Log {
  readonly status: 'loading' | 'ready' | 'failed'
  readonly lines: readonly LogLine[]
  readonly next: LogCursor | null
  readonly refusal: Refusal | null
}

const unread: Log = { status: 'loading', lines: [], next: null, refusal: null }

interface Reading {
  readonly log: Log
  readonly reload: () => void
  readonly readOn: () => void
}

/** Decisions that pass the filter, page by page from the newest. A new filter forgets what the old one found. */
export function useLog(filter: LogFilter): Reading {
  const bridge = useBridge()
  const isLive = useIsLive()
  const [log, setLog] = useState(unread)
  const asked = useRef(0)
  const read = useCallback(
    async (before: LogCursor | null) => {
      asked.current += 1
      const mine = asked.current
      setLog((held) => (before === null ? unread : { ...held, status: 'loading', refusal: null }))
      const reply = await bridge.query<'distribution.log'>({
        kind: 'distribution.log',
        ...{ filter, before, limit: pageSize },
      })
      if (mine !== asked.current) return
      setLog((held) => {
        if (!reply.ok) return { ...held, status: 'failed', refusal: reply.refusal }
        const { lines, next } = reply.value
        return { status: 'ready', lines: [...held.lines, ...lines], next, refusal: null }
      })
    },
    [bridge, filter],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link that is back is a reason to read
  useEffect(() => void read(null), [read, isLive])
  const readOn = () => {
    if (log.status !== 'loading' && log.next !== null) void read(log.next)
  }
  return { log, reload: () => void read(null), readOn }
}
