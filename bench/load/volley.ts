import { readFileSync } from 'node:fs'
import { Caller, type Webhook } from './webhook-load'

/** A signal is only on its way when `kill` returns. */
function hold(pid: number): void {
  process.kill(pid, 'SIGSTOP')
  const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
  while (state() !== 'T');
}

/**
 * Messages in volleys of an exact size: the server's process is held still while the requests are put into its sockets, so that one
 * turn of its event loop finds them all and they share a commit, however fast or busy the machine is.
 */
export class Volleys {
  readonly #callers: readonly Caller[]
  readonly #pid: number

  constructor(webhook: Webhook, pid: number, size: number) {
    this.#callers = Array.from({ length: size }, () => new Caller(webhook))
    this.#pid = pid
  }

  /** One message from each caller; also the first, unmeasured round, in which the connections are made. */
  async fire(from: number, body: (index: number) => string): Promise<void> {
    hold(this.#pid)
    let answers: readonly Promise<number>[]
    try {
      answers = this.#callers.map((caller, place) => caller.call(body(from + place)))
    } finally {
      process.kill(this.#pid, 'SIGCONT')
    }
    const refused = (await Promise.all(answers)).filter((status) => status !== 200)
    if (refused.length > 0) throw new Error(`${refused.length} messages were refused: ${refused[0]}`)
  }

  close(): void {
    for (const caller of this.#callers) caller.close()
  }
}
