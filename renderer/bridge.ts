import { createContext, useContext } from 'react'
import type { Bridge } from '#preload/contract'

/** The one door to the workspace behind the window; made by `desktop.tsx` or `web.tsx`. */
export const BridgeContext = createContext<Bridge | null>(null)

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext)
  if (bridge === null) throw new Error('There is no bridge above this component.')
  return bridge
}
