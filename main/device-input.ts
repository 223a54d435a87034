import { powerMonitor } from 'electron'
import type { Input } from '#client/idle-watch'

/** What the system knows of the person at this device. */
export function systemInput(onLocked: () => void): Input {
  let isLocked = false
  const become = (locked: boolean) => () => {
    isLocked = locked
    onLocked()
  }
  powerMonitor.on('lock-screen', become(true))
  powerMonitor.on('unlock-screen', become(false))
  return { idleMs: () => powerMonitor.getSystemIdleTime() * 1000, isLocked: () => isLocked }
}
