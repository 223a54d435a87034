import { app } from 'electron'
import type { ClientClock } from '#client/clock'

/** The hub is told on leaving, if it listens; nobody waits longer for his app to close. */
const patienceMs = 2_000

/**
 * The way out of the app: whoever has something to hand over is asked first, once; asked to quit again meanwhile, the app quits.
 * Then `leave` runs, once and not for ever.
 */
export class Quitting {
  readonly #leave: () => Promise<void>
  readonly #clock: ClientClock
  #state: 'running' | 'asking' | 'leaving' | 'left' = 'running'
  #ask: () => boolean = () => false

  constructor(leave: () => Promise<void>, clock: ClientClock) {
    this.#leave = leave
    this.#clock = clock
    app.on('before-quit', (event) => {
      if (this.#state === 'left') return
      event.preventDefault()
      if (this.#state !== 'leaving' && !this.asks()) this.#go()
    })
  }

  /** `ask` shows the question and says whether there is one. */
  askBefore(ask: () => boolean): void {
    this.#ask = ask
  }

  /** Is the person asked now, so that nothing closes yet? */
  asks(): boolean {
    if (this.#state !== 'running' || !this.#ask()) return false
    this.#state = 'asking'
    return true
  }

  answer(isQuitting: boolean): void {
    if (this.#state !== 'asking') return
    if (isQuitting) this.#go()
    else this.#state = 'running'
  }

  /** The system is going down: there is no time for questions. */
  hurry(): void {
    this.#ask = () => false
  }

  #go(): void {
    this.#state = 'leaving'
    const finish = () => {
      if (this.#state === 'left') return
      this.#state = 'left'
      app.quit()
    }
    this.#clock.after(patienceMs, finish)
    this.#leave().then(finish, finish)
  }
}
