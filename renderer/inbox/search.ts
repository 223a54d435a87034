import { useEffect, useState } from 'react'
import type { Found, SearchResult } from '#preload/contract'
import type { Refusal } from '#protocol/errors'
import { useBridge } from '../bridge'
import { useWindow } from '../state/hooks'

export interface Search {
  readonly text: string
  readonly cache: SearchResult | null
  readonly hub: { readonly kind: 'searching' } | { readonly kind: 'failed'; readonly refusal: Refusal } | FoundAtHub
}

interface FoundAtHub {
  readonly kind: 'found'
  readonly result: Found
}

/** Typing is let rest before the hub is asked; the cache answers at once. */
const restMs = 250

/** Two sources: what is cached here, at once, and the hub below it. Answers to an older text are dropped. */
export function useSearch(typed: string): Search | null {
  const bridge = useBridge()
  const { platform } = useWindow()
  const [search, setSearch] = useState<Search | null>(null)
  const text = typed.trim()
  useEffect(() => {
    if (text === '') {
      setSearch(null)
      return
    }
    let isCurrent = true
    const show = (change: (before: Search) => Search) => {
      if (isCurrent) setSearch((before) => change(before?.text === text ? before : begun(text, before)))
    }
    show((before) => before)
    void bridge.search({ text, where: 'cache' }).then((answer) => {
      show((before) => ({ ...before, cache: answer.ok ? answer.value : { conversations: [], messages: [] } }))
    })
    const stop = platform.after(restMs, () => {
      void bridge.search({ text, where: 'hub' }).then((answer) => {
        const hub = answer.ok
          ? { kind: 'found' as const, result: answer.value }
          : { kind: 'failed' as const, refusal: answer.refusal }
        show((before) => ({ ...before, hub }))
      })
    })
    return () => {
      isCurrent = false
      stop()
    }
  }, [text, bridge, platform])
  return search
}

/** What was found for the shorter text stays in sight until the new answer is there: results do not flicker. */
const begun = (text: string, before: Search | null): Search => ({
  text,
  cache: before?.cache ?? null,
  hub: { kind: 'searching' },
})

/** What the hub found besides what is shown from the cache. */
export function foundBesides(cache: SearchResult | null, hub: SearchResult): SearchResult {
  const rows = new Set(cache?.conversations.map((row) => row.id))
  const lines = new Set(cache?.messages.map(({ row, entry }) => `${row.id}/${entry.seq}`))
  return {
    conversations: hub.conversations.filter((row) => !rows.has(row.id)),
    messages: hub.messages.filter(({ row, entry }) => !lines.has(`${row.id}/${entry.seq}`)),
  }
}
