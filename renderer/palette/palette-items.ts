import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ConversationRow } from '#protocol/conversation'
import { useBridge } from '../bridge'
import type { Action, ActionGroup } from '../state/actions'
import { useWindow } from '../state/hooks'
import { foundActions } from './matches'

export type PaletteItem =
  | { readonly kind: 'action'; readonly id: string; readonly label: string; readonly action: Action }
  | { readonly kind: 'conversation'; readonly id: string; readonly label: string; readonly row: ConversationRow }

export interface PaletteGroup {
  readonly value: ActionGroup | 'found' | 'recent'
  readonly items: readonly PaletteItem[]
}

const mostFound = 8
const mostRecent = 6

/** Actions that match and conversations that match; before typing, the recent ones. `>` asks for actions only. */
export function usePaletteItems(typed: string): { readonly search: string; readonly groups: readonly PaletteGroup[] } {
  const { actions, feed } = useWindow()
  const known = useStore(actions)
  const onlyActions = typed.trimStart().startsWith('>')
  const search = (onlyActions ? typed.trimStart().slice(1) : typed).trim()
  const found = useFoundRows(onlyActions ? '' : search)
  const recent = () =>
    [...feed.store.getState().rows.values()].sort((a, b) => b.lastActivityAt - a.lastActivityAt).slice(0, mostRecent)
  const rows = onlyActions ? [] : search === '' ? recent() : found
  const acting = foundActions(known.values(), search).map(
    (one): PaletteGroup => ({
      value: one.group,
      items: one.actions.map((action) => ({ kind: 'action', id: action.id, label: action.title, action })),
    }),
  )
  const people: PaletteGroup = {
    value: search === '' ? 'recent' : 'found',
    items: rows.map((row) => ({ kind: 'conversation', id: row.id, label: row.contactName, row })),
  }
  if (people.items.length === 0) return { search, groups: acting }
  // Who is looked for by name stands above general actions, below those on the open conversation.
  const own = acting.filter((group) => group.value === 'conversation')
  return { search, groups: [...own, people, ...acting.filter((group) => group.value !== 'conversation')] }
}

function useFoundRows(text: string): readonly ConversationRow[] {
  const bridge = useBridge()
  const [found, setFound] = useState<readonly ConversationRow[]>([])
  useEffect(() => {
    if (text === '') return setFound([])
    let isCurrent = true
    const show = (rows: readonly ConversationRow[]) =>
      isCurrent
        ? setFound((before) =>
            [...rows, ...before.filter((row) => !rows.some((one) => one.id === row.id))].slice(0, mostFound),
          )
        : undefined
    void bridge.search({ text, where: 'cache' }).then((answer) => {
      if (isCurrent) setFound(answer.ok ? answer.value.conversations.slice(0, mostFound) : [])
      return bridge
        .search({ text, where: 'hub' })
        .then((more) => (more.ok ? show(more.value.conversations) : undefined))
    })
    return () => {
      isCurrent = false
    }
  }, [text, bridge])
  return found
}
