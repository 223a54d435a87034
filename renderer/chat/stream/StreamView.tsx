import { ArrowDown } from 'lucide-react'
import { type ComponentType, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type ListProps, Virtuoso, type VirtuosoHandle } from 'react-virtuoso'
import type { Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'
import { useOpenedFeed } from '../../state/conversation'
import { useWindow } from '../../state/hooks'
import type { OpenedReady } from '../../state/opened-conversation'
import { useText } from '../../text/i18n'
import { usePane } from '../pane-state'
import { Announcer } from './Announcer'
import { FirstSight, type StartPlace } from './FirstSight'
import { StreamRow } from './StreamRow'
import type { StreamItem } from './stream-items'
import { type StreamData, useStreamItems } from './use-stream-items'
import './stream.css'
import './inner.css'

interface Around {
  readonly ready: OpenedReady
  readonly onOlder: () => void
  /** The list has found its place and shows its rows. */
  readonly onShown: () => void
}

/** The stream: opens at the first unread, follows the end only when it is at the end, else offers a way there. */
export function StreamView({ ready }: { readonly ready: OpenedReady }) {
  const { t } = useText()
  const feed = useOpenedFeed()
  const list = useRef<VirtuosoHandle>(null)
  const data = useStreamItems(ready)
  const { items, firstIndex } = data
  const { navigator } = useWindow()
  const { id } = ready.row
  // Until the list has found its place nobody has seen its end, and nobody misses a way there.
  const [place, setPlace] = useState<'unknown' | 'end' | 'above'>('unknown')
  const isAtEnd = place !== 'above'
  useEffect(() => {
    navigator.set({ endInSight: place === 'end' ? id : null })
    return () => navigator.set({ endInSight: null })
  }, [navigator, place, id])
  const news = useNews(ready.entries, isAtEnd)
  const [start] = useState(() => startPlace(items))
  const [isShown, setShown] = useState(false)
  const context = useMemo(
    () => ({ ready, onOlder: () => void feed.loadOlder(), onShown: () => setShown(true) }),
    [ready, feed],
  )
  useOwnWords(items, () => list.current?.scrollToIndex({ index: 'LAST', align: 'end' }))
  useSpotlight(data, list)
  const toEnd = () => list.current?.scrollToIndex({ index: 'LAST', align: 'end', behavior: 'smooth' })
  return (
    <div className="flow-wrap">
      {isShown ? null : <FirstSight items={items} start={start} top={<Top context={context} />} end={<End />} />}
      <Virtuoso<StreamItem, Around>
        ref={list}
        className="flow"
        role="log"
        aria-live="off"
        aria-label={t('chat.log')}
        data={items}
        context={context}
        firstItemIndex={firstIndex}
        initialTopMostItemIndex={start}
        computeItemKey={(_index, item) => item.key}
        itemContent={(_index, item) => <StreamRow item={item} />}
        followOutput={(isThere) => (isThere ? 'auto' : false)}
        atBottomStateChange={(isThere) => setPlace(isThere ? 'end' : 'above')}
        atBottomThreshold={48}
        startReached={() => void feed.loadOlder()}
        increaseViewportBy={{ top: 800, bottom: 400 }}
        components={parts}
        alignToBottom
      />
      {isAtEnd ? null : (
        <button type="button" className="jump" onClick={toEnd}>
          <ArrowDown className="icon icon-s" aria-hidden="true" />
          {news === 0 ? t('chat.stream.jump') : t('chat.stream.jumpNew', { count: news })}
        </button>
      )}
      <Announcer ready={ready} />
    </div>
  )
}

function startPlace(items: readonly StreamItem[]): StartPlace {
  const unread = items.findIndex((item) => item.kind === 'unreadLine')
  if (unread === -1) return { index: 'LAST', align: 'end' }
  // The line before it stays in sight: what one said last is half of the question.
  return { index: Math.max(0, unread - 1), align: 'start' }
}

/** Messages of the contact that came while the end was out of sight. */
function useNews(entries: readonly Entry[], isAtEnd: boolean): number {
  const [seen, setSeen] = useState<Seq>(() => entries.at(-1)?.seq ?? 0)
  const last = entries.at(-1)?.seq ?? 0
  if (isAtEnd && last > seen) setSeen(last)
  if (isAtEnd) return 0
  return entries.filter((entry) => entry.seq > seen && entry.kind === 'message' && entry.author.kind === 'contact')
    .length
}

/** One's own words bring one to the end. */
function useOwnWords(items: readonly StreamItem[], onOwn: () => void): void {
  const last = items.findLast((item) => item.kind === 'outbox')?.key ?? null
  const [known, setKnown] = useState(last)
  const isNew = last !== null && last !== known
  useEffect(() => {
    if (!isNew) return
    setKnown(last)
    onOwn()
  }, [isNew, last, onOwn])
}

/** Brings the message a search or a quote leads to into sight. */
function useSpotlight({ items }: StreamData, list: { readonly current: VirtuosoHandle | null }): void {
  const spotlight = usePane((state) => state.spotlight)
  const [done, setDone] = useState<number | null>(null)
  const visit = spotlight?.visit ?? null
  useEffect(() => {
    if (spotlight === null || visit === done) return
    const index = items.findIndex((item) =>
      item.kind === 'message'
        ? item.entries.some((entry) => entry.seq === spotlight.seq)
        : item.kind === 'note' && item.entry.seq === spotlight.seq,
    )
    if (index === -1) return
    setDone(visit)
    list.current?.scrollToIndex({ index, align: 'center' })
  }, [spotlight, visit, done, items, list])
}

const Top: ComponentType<{ readonly context?: Around }> = ({ context }) => {
  const { t } = useText()
  if (context === undefined) return null
  const { hasOlder, older } = context.ready
  if (!hasOlder) return <div className="flow-top" />
  return (
    <div className="flow-note">
      {older === 'failed' ? (
        <>
          {t('chat.olderFailed')}{' '}
          <button type="button" className="btn-link" onClick={context.onOlder}>
            {t('common.retry')}
          </button>
        </>
      ) : (
        t('chat.older')
      )}
    </div>
  )
}

const End: ComponentType = () => <div className="flow-end" />

/** The list hides its rows by a style until it has found its place; this is the only word it gives of that. */
function Rows({ context, style, children, ref, ...rest }: ListProps & { readonly context?: Around }) {
  const isVisible = style?.visibility !== 'hidden'
  const onShown = context?.onShown
  useLayoutEffect(() => {
    if (isVisible) onShown?.()
  }, [isVisible, onShown])
  return (
    <div {...rest} ref={ref} style={style}>
      {children}
    </div>
  )
}

const parts = { Header: Top, Footer: End, List: Rows }
