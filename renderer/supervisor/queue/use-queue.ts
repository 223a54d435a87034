import { useCallback, useEffect, useRef, useState } from 'react'
import type { Refusal } from '#protocol/errors'
import { pageLimit, type QueueView } from '#protocol/queries'
import { useBridge } from '../../bridge'
import { useChanges, useIsLive, useNow, useWindow } from '../../state/hooks'

export type Queue =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly refusal: Refusal }
  | { readonly kind: 'ready'; readonly view: QueueView }

/** News come in bursts; one look a second is enough. */
const restMs = 1_000
/** The forecast moves with time alone. */
const stepMs = 15_000

/** The queue as the hub has it, read anew when something in the company has changed. What was read stays while it is read again. */
export function useQueue(): { readonly queue: Queue; readonly reload: () => void } {
  const bridge = useBridge()
  const { platform } = useWindow()
  const isLive = useIsLive()
  const step = useNow(stepMs)
  const [queue, setQueue] = useState<Queue>({ kind: 'loading' })
  const asked = useRef(0)
  const waiting = useRef<(() => void) | null>(null)
  const read = useCallback(async () => {
    asked.current += 1
    const mine = asked.current
    const reply = await bridge.query<'queue.list'>({ kind: 'queue.list', limit: pageLimit })
    if (mine !== asked.current) return
    setQueue((before) => {
      if (reply.ok) return { kind: 'ready', view: reply.value }
      return before.kind === 'ready' ? before : { kind: 'failed', refusal: reply.refusal }
    })
  }, [bridge])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step of time and a link that is back are reasons to read
  useEffect(() => void read(), [read, step, isLive])
  useEffect(() => () => waiting.current?.(), [])
  useChanges((changes) => {
    const isNews = changes.some(({ kind }) => kind === 'rows' || kind === 'gone' || kind === 'company')
    if (!isNews || waiting.current !== null) return
    waiting.current = platform.after(restMs, () => {
      waiting.current = null
      void read()
    })
  })
  return { queue, reload: () => void read() }
}
