import { useAction, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { focusColumn } from './columns'

/** Actions of the window itself: palette, keys, columns, look, settings. */
export function useWindowActions(): void {
  const { t } = useText()
  const { feed, navigator } = useWindow()
  const preferences = useWorkspace((state) => state.preferences)
  const go = 'go' as const
  const view = 'view' as const
  useAction({
    id: 'palette.open',
    title: t('palette.search'),
    group: go,
    keys: 'mod+k',
    run: () => navigator.set({ isPaletteOpen: !navigator.store.getState().isPaletteOpen }),
  })
  const showKeys = () => navigator.set({ areKeysOpen: true })
  useAction({ id: 'keys.show', title: t('palette.showKeys'), group: view, keys: 'mod+slash', run: showKeys })
  useAction({ id: 'column.next', title: t('palette.nextColumn'), group: go, keys: 'f6', run: () => focusColumn(1) })
  useAction({
    id: 'column.previous',
    title: t('palette.previousColumn'),
    group: go,
    keys: 'shift+f6',
    run: () => focusColumn(-1),
  })
  useAction({
    id: 'settings.open',
    title: t('palette.openSettings'),
    group: go,
    keys: 'mod+comma',
    run: () => navigator.showSettings(navigator.store.getState().settingsPage),
  })
  const isDark = document.documentElement.dataset.theme === 'dark'
  useAction({
    id: 'view.theme',
    title: t('palette.toggleTheme'),
    group: view,
    keys: 'mod+shift+l',
    run: () => feed.prefer({ theme: isDark ? 'light' : 'dark' }),
  })
  useAction({
    id: 'view.density',
    title: t('palette.toggleDensity'),
    group: view,
    run: () => feed.prefer({ density: preferences.density === 'compact' ? 'comfortable' : 'compact' }),
  })
  useAction({ id: 'window.reload', title: t('palette.reload'), group: view, run: () => location.reload() })
}
