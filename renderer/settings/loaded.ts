import { useCallback, useEffect, useState } from 'react'
import type { Bridge } from '#preload/contract'
import type { Outcome, Refusal } from '#protocol/errors'
import { useBridge } from '../bridge'
import { useIsLive } from '../state/hooks'
import { keepEqual } from '../state/keep-equal'

export type Loaded<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly refusal: Refusal }
  | { readonly kind: 'ready'; readonly value: Value }

export const askChannels = (bridge: Bridge) => bridge.query({ kind: 'channels.details' })
export const askAccounts = (bridge: Bridge) => bridge.query({ kind: 'accounts.details' })
export const askSessions = (bridge: Bridge) => bridge.query({ kind: 'sessions.list' })
export const askDistribution = (bridge: Bridge) => bridge.query({ kind: 'distribution.rules' })

interface Loading<Value> {
  readonly loaded: Loaded<Value>
  readonly reload: () => Promise<void>
}

/**
 * Settings are read from the hub when their screen opens, and again when the link comes back or something was saved; what
 * changes by itself at each new `step` too. `ask` must be the same function at every drawing.
 */
export function useLoaded<Value>(ask: (bridge: Bridge) => Promise<Outcome<Value>>, step = 0): Loading<Value> {
  const bridge = useBridge()
  const isLive = useIsLive()
  const [loaded, setLoaded] = useState<Loaded<Value>>({ kind: 'loading' })
  const reload = useCallback(async () => {
    const reply = await ask(bridge)
    setLoaded((before) => {
      if (reply.ok) return keepEqual(before, { kind: 'ready', value: reply.value })
      return before.kind === 'ready' ? before : { kind: 'failed', refusal: reply.refusal }
    })
  }, [bridge, ask])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step of time is a reason to read
  useEffect(() => {
    if (isLive) void reload()
    else setLoaded((before) => (before.kind === 'loading' ? { kind: 'failed', refusal: offline } : before))
  }, [isLive, reload, step])
  return { loaded, reload }
}

const offline: Refusal = { code: 'NOT_CONNECTED', message: 'there is no link to the hub', retryable: true }
