import { useCallback, useEffect, useRef, useState } from 'react'
import type { Refusal } from '#protocol/errors'
import type { RehearsalDraft, RehearsalResult } from '#protocol/rehearsal'
import { useBridge } from '../../bridge'
import { useWindow } from '../../state/hooks'

const pollMs = 400

export type RehearsalView =
  | { readonly kind: 'asking' }
  | { readonly kind: 'running'; readonly done: number }
  | { readonly kind: 'done'; readonly result: RehearsalResult; readonly days: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly reason: 'tooMuch' | 'broken' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

interface Run {
  id: string | null
  isOver: boolean
  callOff: () => void
}

/** One rehearsal after another; what is under way ends with the screen that asked for it. */
export function useRehearsal() {
  const bridge = useBridge()
  const { platform } = useWindow()
  const [view, setView] = useState<RehearsalView>({ kind: 'asking' })
  const current = useRef<Run | null>(null)
  const end = useCallback(() => {
    const run = current.current
    current.current = null
    if (run === null || run.isOver) return
    run.isOver = true
    run.callOff()
    if (run.id !== null) void bridge.query({ kind: 'rehearsal.cancel', id: run.id })
  }, [bridge])
  useEffect(() => end, [end])
  const start = useCallback(
    async (draft: RehearsalDraft, days: number) => {
      end()
      const run: Run = { id: null, isOver: false, callOff: () => {} }
      current.current = run
      const show = (next: RehearsalView) => {
        if (next.kind !== 'running') run.isOver = true
        setView(next)
      }
      setView({ kind: 'running', done: 0 })
      const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
      const begun = await bridge.query({ kind: 'rehearsal.start', draft, days, zone })
      if (run.isOver) return void (begun.ok && bridge.query({ kind: 'rehearsal.cancel', id: begun.value.id }))
      if (!begun.ok) return show({ kind: 'refused', refusal: begun.refusal })
      const { id } = begun.value
      run.id = id
      const look = async () => {
        const reply = await bridge.query({ kind: 'rehearsal.state', id })
        if (run.isOver) return
        if (!reply.ok) return show({ kind: 'refused', refusal: reply.refusal })
        const state = reply.value
        if (state.kind === 'done') return show({ ...state, days })
        show(state)
        if (state.kind === 'running') run.callOff = platform.after(pollMs, () => void look())
      }
      await look()
    },
    [bridge, platform, end],
  )
  const stop = useCallback(() => {
    end()
    setView({ kind: 'stopped' })
  }, [end])
  return { view, start, stop }
}
