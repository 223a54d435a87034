import { useCallback, useSyncExternalStore } from 'react'
import { useNavigation, useWindow, useWorkspace } from './hooks'

const narrow = '(width < 1180px)'

const watchWidth = (onChange: () => void) => {
  const query = matchMedia(narrow)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

export interface PanelState {
  /** Below 1180 px it is a sheet over the stream. */
  readonly isOver: boolean
  readonly isOpen: boolean
  readonly toggle: () => void
}

/** Whether the panel beside the stream is seen. As a column it is remembered, as a sheet it remembers nothing. */
export function usePanel(): PanelState {
  const { feed, navigator } = useWindow()
  const isOver = useSyncExternalStore(watchWidth, () => matchMedia(narrow).matches)
  const isSheetOpen = useNavigation((state) => state.isPanelOver)
  const isColumnOpen = useWorkspace((state) => state.preferences.panelIsOpen)
  const isOpen = isOver ? isSheetOpen : isColumnOpen
  const toggle = useCallback(() => {
    if (isOver) navigator.set({ isPanelOver: !isOpen })
    else feed.prefer({ panelIsOpen: !isOpen })
  }, [isOver, isOpen, navigator, feed])
  return { isOver, isOpen, toggle }
}
