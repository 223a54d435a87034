import { useEffect, useSyncExternalStore } from 'react'
import { useWindow, useWorkspace } from '../state/hooks'

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')

const watchSystem = (onChange: () => void) => {
  systemIsDark.addEventListener('change', onChange)
  return () => systemIsDark.removeEventListener('change', onChange)
}

/** Theme, density and language on the page, and kept for the first paint of the next start. */
export function useLook(): void {
  const { platform } = useWindow()
  const theme = useWorkspace((state) => state.preferences.theme)
  const density = useWorkspace((state) => state.preferences.density)
  const language = useWorkspace((state) => state.preferences.language)
  const isKnown = useWorkspace((state) => state.phase === 'ready')
  const isSystemDark = useSyncExternalStore(watchSystem, () => systemIsDark.matches)
  useEffect(() => {
    if (!isKnown) return
    const page = document.documentElement
    page.dataset.theme = theme === 'dark' || (theme === 'system' && isSystemDark) ? 'dark' : 'light'
    page.dataset.density = density
    page.lang = language
    platform.remember('pult.look', JSON.stringify({ theme, density, language }))
  }, [theme, density, language, isKnown, isSystemDark, platform])
}
