import { useEffect, useState } from 'react'
import type { QueryAnswer } from '#protocol/queries'
import { useBridge } from '../../bridge'
import { useIsLive } from '../../state/hooks'

type Preview = QueryAnswer<'hours.preview'>

/** Who answers at a moment, null = now; asked again when `round` is another. What was known stays until the answer. */
export function usePreview(at: number | null, round: string): Preview | null {
  const bridge = useBridge()
  const isLive = useIsLive()
  const [preview, setPreview] = useState<Preview | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` says when to ask again
  useEffect(() => {
    if (!isLive) return
    let isWanted = true
    void bridge.query({ kind: 'hours.preview', at }).then((reply) => {
      if (isWanted && reply.ok) setPreview(reply.value)
    })
    return () => {
      isWanted = false
    }
  }, [bridge, isLive, at, round])
  return preview
}
