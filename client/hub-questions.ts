import type { Query, QueryReply } from '#protocol/queries'
import type { ClientClock } from './clock'
import type { Session } from './session'

/** The link went while something was asked: what was being done is dropped, the next link begins anew. */
export class LinkLost extends Error {
  override readonly name = 'LinkLost'
}

const firstPauseMs = 1000
const longestPauseMs = 10_000

/** Asks until there is an answer worth having: a hub that is busy says so, and is asked again when it said. */
export class HubQuestions {
  readonly #clock: ClientClock
  readonly #session: Pick<Session, 'query'>
  readonly #waiting = new Set<() => void>()
  #links = 0

  constructor(clock: ClientClock, session: Pick<Session, 'query'>) {
    this.#clock = clock
    this.#session = session
  }

  /** Resolves to the answer or to a refusal that asking again would not change; rejects with LinkLost. */
  async ask<Asked extends Query>(query: Asked): Promise<QueryReply<Asked['kind']>> {
    const link = this.#links
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const reply = await this.#session.query(query)
      if (reply.ok || !reply.refusal.retryable) return reply
      // Refused over a link that went before this was heard: nobody would give up the pause.
      if (reply.refusal.code === 'NOT_CONNECTED' || link !== this.#links)
        throw new LinkLost('the link went before the answer')
      await this.#pause(reply.refusal.retryAfterMs ?? pauseMs)
    }
  }

  /** The link is gone: nobody waits any longer. */
  stop(): void {
    this.#links += 1
    for (const giveUp of this.#waiting) giveUp()
    this.#waiting.clear()
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        callOff()
        reject(new LinkLost('the link went before the next question'))
      }
      const callOff = this.#clock.after(ms, () => {
        this.#waiting.delete(giveUp)
        resolve()
      })
      this.#waiting.add(giveUp)
    })
  }
}
