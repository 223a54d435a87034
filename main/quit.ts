import { app } from 'electron'
import type { ClientClock } from '#client/clock'

/** The hub is told on leaving, if it listens; nobody waits longer for his app to close. */
const patienceMs = 2_000

/** Runs `leave` before the app quits, once and not for ever. */
export function quitOnce(leave: () => Promise<void>, clock: ClientClock): void {
  let state: 'running' | 'leaving' | 'left' = 'running'
  const finish = () => {
    if (state === 'left') return
    state = 'left'
    app.quit()
  }
  app.on('before-quit', (event) => {
    if (state === 'left') return
    event.preventDefault()
    if (state === 'leaving') return
    state = 'leaving'
    clock.after(patienceMs, finish)
    leave().then(finish, finish)
  })
}
