import { useEffect, useState } from 'react'
import { useBridge } from '../bridge'
import { useNavigation } from './hooks'

const isWindowFocused = () => document.visibilityState === 'visible' && document.hasFocus()

/** Tells the workspace what is on the screen and whether one looks at it: read positions, notifications and badges follow. */
export function useVisible(): void {
  const bridge = useBridge()
  const conversationId = useNavigation((state) => (state.screen === 'inbox' ? state.conversationId : null))
  const isAtEnd = useNavigation((state) => state.endInSight !== null && state.endInSight === state.conversationId)
  const [isFocused, setFocused] = useState(isWindowFocused)
  useEffect(() => {
    const look = () => setFocused(isWindowFocused())
    window.addEventListener('focus', look)
    window.addEventListener('blur', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      window.removeEventListener('blur', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  useEffect(() => {
    void bridge.visible({ conversationId, isFocused, isAtEnd })
  }, [bridge, conversationId, isFocused, isAtEnd])
}
