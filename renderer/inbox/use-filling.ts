import { useEffect, useState } from 'react'
import type { Section } from '#protocol/conversation'
import { useNavigation, useWindow, useWorkspace } from '../state/hooks'
import { isFiltering } from '../state/list-filter'

/** As many rows as a screen shows; below it a narrowed list reads on by itself, a few pages and not a whole archive. */
const enough = 20
const pagesAtOnce = 5

/** Fills a narrowed list from further pages. `lookOn`: it has looked far enough by itself and more could be there. */
export function useFilling(section: Section, shown: number): { readonly lookOn: (() => void) | null } {
  const { feed } = useWindow()
  const filter = useNavigation((state) => state.filter)
  const { status, end } = useWorkspace((state) => state.lists[section])
  const [read, setRead] = useState({ filter, section, pages: 0 })
  const pages = read.filter === filter && read.section === section ? read.pages : 0
  const hasMore = isFiltering(filter) && status === 'ready' && end !== null
  const isFilling = hasMore && shown < enough && pages < pagesAtOnce
  useEffect(() => {
    if (!isFilling) return
    setRead({ filter, section, pages: pages + 1 })
    void feed.loadMore(section)
  }, [isFilling, feed, filter, section, pages])
  const lookOn = () => {
    setRead({ filter, section, pages: 0 })
    void feed.loadMore(section)
  }
  return { lookOn: hasMore && shown < enough && pages >= pagesAtOnce ? lookOn : null }
}
