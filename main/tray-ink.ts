import type { ChosenStatus } from '#protocol/operator'
import type { Words } from './words'

export interface TrayState {
  readonly words: Words
  readonly badge: number
  readonly isConnected: boolean
  /** Null while nobody is signed in. */
  readonly status: ChosenStatus | null
}

export type Ink = 'ink' | 'amber' | 'red'

/** Ink in peace, amber when somebody waits, red without a link. */
export const trayInk = ({ badge, isConnected, status }: TrayState): Ink => {
  if (!isConnected && status !== null) return 'red'
  return badge > 0 ? 'amber' : 'ink'
}
