import { type KeyboardEvent, useCallback, useRef, useState } from 'react'
import { GroupedVirtuoso, type GroupedVirtuosoHandle } from 'react-virtuoso'
import type { ConversationRow, Section } from '#protocol/conversation'
import type { ConversationId } from '#protocol/ids'
import { useNavigation, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { ConversationItem, optionId } from './ConversationItem'
import { GroupHead } from './GroupHead'
import { ListEmpty, LookOn } from './ListEmpty'
import { useSteadyList } from './steady-list'
import { useFilling } from './use-filling'

/** A section as a listbox: the focus stays on the list, arrows walk, Enter opens. Drawn only as far as it is seen. */
export function ConversationList({ section }: { readonly section: Section }) {
  const { t } = useText()
  const { feed, navigator } = useWindow()
  const list = useSteadyList(section)
  const status = useWorkspace((state) => state.lists[section].status)
  const opened = useNavigation((state) => state.conversationId)
  const virtual = useRef<GroupedVirtuosoHandle>(null)
  const [active, setActive] = useState<ConversationId | null>(null)
  const ids = list.groups.flatMap((group) => group.ids)
  const { lookOn } = useFilling(section, ids.length)
  const open = useCallback(
    (row: ConversationRow) => {
      setActive(row.id)
      navigator.openConversation(row.id)
    },
    [navigator],
  )
  const moveTo = (place: number) => {
    const id = ids[Math.min(ids.length - 1, Math.max(0, place))]
    if (id === undefined) return
    setActive(id)
    virtual.current?.scrollIntoView({ index: ids.indexOf(id), behavior: 'auto' })
  }
  const press = (event: KeyboardEvent) => {
    const at = ids.indexOf(active ?? opened ?? ids[0] ?? ('' as never))
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10 }
    const place = event.key === 'Home' ? 0 : event.key === 'End' ? ids.length - 1 : steps[event.key]
    if (place !== undefined) {
      event.preventDefault()
      moveTo(active === null && opened === null ? 0 : place)
    }
    const row = active === null ? undefined : list.rowOf(active)
    if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) {
      event.preventDefault()
      open(row)
    }
  }
  if (ids.length === 0) return <ListEmpty section={section} status={status} onLookOn={lookOn} />
  return (
    <div className="list-body" onPointerMove={list.onPointerMove} onPointerLeave={list.onPointerLeave}>
      <GroupedVirtuoso
        key={section}
        ref={virtual}
        className="list-scroll"
        role="listbox"
        tabIndex={0}
        aria-label={t('inbox.list', { section: t(`common.section.${section}`) })}
        aria-activedescendant={active === null || !ids.includes(active) ? undefined : optionId(active)}
        onKeyDown={press}
        increaseViewportBy={{ top: 200, bottom: 400 }}
        groupCounts={list.groups.map((group) => group.ids.length)}
        groupContent={(place) => <GroupHead group={list.groups[place]} />}
        computeItemKey={(place) => ids[place] ?? `g${place}`}
        endReached={() => void feed.loadMore(section)}
        itemContent={(place) => {
          const id = ids[place]
          const row = id === undefined ? undefined : list.rowOf(id)
          if (row === undefined) return <div className="h-(--row-height)" />
          return (
            <ConversationItem
              row={row}
              section={section}
              isSelected={row.id === opened}
              isActive={row.id === active}
              isNew={list.isNew(row.id)}
              place={place}
              size={ids.length}
              onOpen={open}
            />
          )
        }}
      />
      {lookOn === null ? null : <LookOn onLookOn={lookOn} />}
    </div>
  )
}
