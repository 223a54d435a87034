import type { ChannelId } from '#protocol/ids'
import type { PictureFound } from '../conversations/look-for-pictures'
import type { Clock, Timers } from '../platform'
import { MessengerRefused, MessengerUnreachable } from './messenger-error'
import type { PictureWanted } from './ports'

/** An open channel whose messenger tells a contact's picture only when it is asked. */
export interface PictureAsker {
  readonly channelId: ChannelId
  /** When something last came in or went out; null = never. */
  lastActiveAt(): number | null
  /** What the picture is fetched by; null when there is none. Rejects as `Channel.pictureOf` does. */
  ask(externalChat: string): Promise<string | null>
}

export interface PictureWatchOptions {
  readonly clock: Clock
  readonly timers: Timers
  readonly askers: () => readonly PictureAsker[]
  readonly wanted: (channelId: ChannelId, limit: number) => Promise<readonly PictureWanted[]>
  /** Resolves after the commit. */
  readonly take: (channelId: ChannelId, found: readonly PictureFound[]) => Promise<void>
  readonly onError: (channelId: ChannelId, error: unknown) => void
}

const everyMs = 30_000
/** Between two questions: the messenger counts them among our messages. */
const paceMs = 500
const quietMs = 3_000
const batch = 20
/** While people talk they go first; a busy channel is not without faces for all that. */
const batchWhileBusy = 1

/** Refusals that are not about the one who was asked for. */
const ofTheChannel: ReadonlySet<MessengerRefused['reason']> = new Set([
  ...(['auth', 'rate_limited', 'temporary', 'takenByAnother'] as const),
])

/**
 * Looks for pictures of contacts who have one open dialogue with us, where the messenger tells them only when it is asked: beside
 * the talk, never within it, and a batch is one transaction.
 */
export class PictureWatch {
  readonly #options: PictureWatchOptions
  #callOff: () => void = () => {}
  #endWait: () => void = () => {}
  #isStopped = false
  #run: Promise<void> = Promise.resolve()

  constructor(options: PictureWatchOptions) {
    this.#options = options
  }

  start(): void {
    if (this.#isStopped) return
    this.#callOff = this.#options.timers.after(everyMs, () => {
      this.#run = this.#round().finally(() => this.start())
    })
  }

  /** At once, whatever the messenger is at: a hub that ends has no time to wait for one that does not answer. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#callOff()
    this.#endWait()
    await this.#run
  }

  async #round(): Promise<void> {
    for (const asker of this.#options.askers()) {
      if (this.#isStopped) return
      await this.#look(asker).catch((error: unknown) => this.#options.onError(asker.channelId, error))
    }
  }

  async #look(asker: PictureAsker): Promise<void> {
    const { wanted, take } = this.#options
    const { channelId } = asker
    const found: PictureFound[] = []
    for (const one of await wanted(channelId, this.#isQuiet(asker) ? batch : batchWhileBusy)) {
      if (found.length > 0) await this.#pause()
      if (this.#isStopped || (found.length > 0 && !this.#isQuiet(asker))) break
      const { contactId, conversationId } = one
      try {
        found.push({ contactId, conversationId, reference: await this.#untilStopped(asker.ask(one.externalChat)) })
      } catch (error) {
        // The next round asks again. Whom the messenger does not know has no picture.
        if (isOfTheChannel(error)) break
        found.push({ contactId, conversationId, reference: null })
      }
    }
    if (found.length > 0) await take(channelId, found)
  }

  #isQuiet(asker: PictureAsker): boolean {
    const last = asker.lastActiveAt()
    return last === null || this.#options.clock.now() - last >= quietMs
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const callOff = this.#options.timers.after(paceMs, resolve)
      this.#endWait = () => {
        callOff()
        resolve()
      }
    })
  }

  #untilStopped<Value>(answer: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#endWait = () => reject(new MessengerUnreachable(true, 'stopped'))
      answer.then(resolve, reject)
    })
  }
}

function isOfTheChannel(error: unknown): boolean {
  if (error instanceof MessengerUnreachable) return true
  if (!(error instanceof MessengerRefused)) throw error
  return ofTheChannel.has(error.reason)
}
