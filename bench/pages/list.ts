import { createElement, memo, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { Virtuoso } from 'react-virtuoso'
import type { ConversationRow } from '#protocol/conversation'
import type { Entry } from '#protocol/message'
import { offer, scrollerOf, scrollThrough } from './frames'
import { type News, Traffic } from './traffic'

/** The bare limit of P16: the same list library with two lines a row and a bubble a message, kept in order, drawn once a frame. */

const traffic = new Traffic()
let rows: readonly ConversationRow[] = traffic.rows.toSorted((one, other) => other.lastActivityAt - one.lastActivityAt)
let entries: readonly Entry[] = traffic.history
let version = 0
const listeners = new Set<() => void>()
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Rows that changed leave their places and stand on top. */
function take(news: readonly News[]): void {
  const changed = new Map(news.flatMap((one) => one.rows).map((row) => [row.id, row]))
  rows = [...[...changed.values()].reverse(), ...rows.filter((row) => !changed.has(row.id))]
  entries = [...entries, ...news.flatMap((one) => one.entries)]
  version += 1
  for (const listener of listeners) listener()
}

const Row = memo(function Row({ row }: { readonly row: ConversationRow }) {
  return createElement(
    'div',
    { className: 'row' },
    createElement('div', null, row.contactName),
    createElement('div', null, row.lastMessage?.preview),
  )
})

const Bubble = memo(function Bubble({ entry }: { readonly entry: Entry }) {
  return createElement('div', { className: 'bubble' }, entry.kind === 'message' ? entry.text : '')
})

function Page() {
  useSyncExternalStore(subscribe, () => version)
  return createElement(
    'main',
    null,
    createElement(Virtuoso<ConversationRow>, {
      className: 'list',
      data: rows,
      increaseViewportBy: { top: 200, bottom: 400 },
      computeItemKey: (_place: number, row: ConversationRow) => row.id,
      itemContent: (_place: number, row: ConversationRow) => createElement(Row, { row }),
    }),
    createElement(Virtuoso<Entry>, {
      className: 'stream',
      data: entries,
      initialTopMostItemIndex: entries.length - 1,
      followOutput: 'auto' as const,
      computeItemKey: (_place: number, entry: Entry) => entry.seq,
      itemContent: (_place: number, entry: Entry) => createElement(Bubble, { entry }),
    }),
  )
}

const place = document.getElementById('root')
if (place === null) throw new Error('The page has no #root.')
createRoot(place).render(createElement(Page))

let waiting: News[] = []
const heard = (news: News) => {
  if (waiting.length === 0)
    requestAnimationFrame(() => {
      const due = waiting
      waiting = []
      take(due)
    })
  waiting.push(structuredClone(news))
}

offer({
  async measure(ms) {
    const scroller = await scrollerOf('.list')
    const stop = traffic.start(heard)
    const gaps = await scrollThrough(scroller, ms)
    stop()
    return gaps
  },
})
