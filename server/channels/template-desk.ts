import { accepted, type Outcome, refused } from '#protocol/errors'
import type { ChannelId } from '#protocol/ids'
import type { TemplateForm } from '#protocol/templates'
import type { TemplateMessenger } from '../conversations/templates'
import type { Timers } from '../platform'
import type { ChannelTemplates } from './channel'
import { MessengerRefused, MessengerUnreachable } from './messenger-error'

/** Templates at the messengers, their refusals as outcomes. */
export class TemplateDesk implements TemplateMessenger {
  readonly #of: (channelId: ChannelId) => ChannelTemplates | undefined
  readonly #last = new Map<ChannelId, Promise<unknown>>()

  constructor(of: (channelId: ChannelId) => ChannelTemplates | undefined) {
    this.#of = of
  }

  inTurn<Value>(channelId: ChannelId, job: () => Promise<Value>): Promise<Value> {
    const mine = (this.#last.get(channelId) ?? Promise.resolve()).then(job)
    this.#last.set(
      channelId,
      mine.catch(() => undefined),
    )
    return mine
  }

  list(channelId: ChannelId) {
    return this.#ask(channelId, (templates) => templates.list())
  }

  create(channelId: ChannelId, form: TemplateForm) {
    return this.#ask(channelId, (templates) => templates.create(form))
  }

  edit(channelId: ChannelId, externalId: string, form: TemplateForm) {
    return this.#ask(channelId, (templates) => templates.edit(externalId, form).then(() => null))
  }

  remove(channelId: ChannelId, name: string, externalId: string) {
    return this.#ask(channelId, (templates) => templates.remove(name, externalId).then(() => null))
  }

  async #ask<Value>(
    channelId: ChannelId,
    question: (templates: ChannelTemplates) => Promise<Value>,
  ): Promise<Outcome<Value>> {
    const templates = this.#of(channelId)
    if (templates === undefined) return refused('CHANNEL_DISCONNECTED', 'the channel is not open, or has no templates')
    try {
      return accepted(await question(templates))
    } catch (error) {
      if (error instanceof MessengerRefused)
        return refused('MESSENGER_REFUSED', 'the messenger refuses', { facts: { detail: error.words } })
      if (error instanceof MessengerUnreachable)
        return refused('MESSENGER_UNREACHABLE', 'the messenger does not answer', { facts: { detail: null } })
      throw error
    }
  }
}

export interface TemplateWatchOptions {
  readonly timers: Timers
  readonly channels: () => readonly ChannelId[]
  readonly sync: (channelId: ChannelId) => Promise<unknown>
  /** The messenger reviews some of its templates. */
  readonly isReviewed: (channelId: ChannelId) => Promise<boolean>
  readonly onError: (channelId: ChannelId, error: unknown) => void
}

const everyMs = 600_000
const roundsOfAll = 6

/**
 * Keeps our list like the messenger's: asked when it says that something changed, every hour, and oftener while something is
 * reviewed: what comes of that Meta tells to the callback of the app alone, which may be another program's.
 */
export class TemplateWatch {
  readonly #options: TemplateWatchOptions
  readonly #running = new Map<ChannelId, 'once' | 'again'>()
  #callOff: () => void = () => {}
  #rounds = 0

  constructor(options: TemplateWatchOptions) {
    this.#options = options
  }

  start(): void {
    this.#callOff = this.#options.timers.after(everyMs, () => {
      this.#rounds += 1
      for (const id of this.#options.channels())
        if (this.#rounds % roundsOfAll === 0) this.changed(id)
        else void this.#askWhereReviewed(id)
      this.start()
    })
  }

  stop(): void {
    this.#callOff()
  }

  /** One question at a time a channel; what changes meanwhile is asked for afterwards. */
  changed(id: ChannelId): void {
    if (this.#running.has(id)) this.#running.set(id, 'again')
    else void this.#ask(id)
  }

  async #askWhereReviewed(id: ChannelId): Promise<void> {
    try {
      if (await this.#options.isReviewed(id)) this.changed(id)
    } catch (error) {
      this.#options.onError(id, error)
    }
  }

  async #ask(id: ChannelId): Promise<void> {
    this.#running.set(id, 'once')
    try {
      await this.#options.sync(id)
    } catch (error) {
      this.#options.onError(id, error)
    }
    const isWanted = this.#running.get(id) === 'again'
    this.#running.delete(id)
    if (isWanted) await this.#ask(id)
  }
}
