import type { ChannelState } from '../channel'
import type { Removable } from '../receiver'
import type { ViberApi } from './api'
import { hasStatus, statusOf } from './refusals'
import { eventTypes } from './settings'

/** Our webhook at Viber: one to a bot, so whoever sets his own takes ours away without a word (pitfall 11.1). */
export class ViberRegistration implements Removable {
  readonly #api: ViberApi
  readonly #url: string
  /** What Viber said when it could not call us. */
  #unreached: string | null = null

  constructor(api: ViberApi, url: string) {
    this.#api = api
    this.#url = url
  }

  async register(): Promise<void> {
    await this.#set()
  }

  async look(): Promise<ChannelState> {
    const { webhook } = await this.#api.account()
    if (webhook === this.#url) return { kind: 'green' }
    if (webhook !== '') return { kind: 'stopped', reason: 'takenByAnother', detail: null }
    // Lost, and nobody else's: Viber drops an address that has not answered for long.
    await this.#set()
    return this.#unreached === null
      ? { kind: 'green' }
      : { kind: 'degraded', reason: 'webhookFails', detail: this.#unreached }
  }

  cut(): void {
    this.#api.close()
  }

  /** Sets the webhook, unless another system has one. */
  async mend(): Promise<boolean> {
    await this.#set()
    return this.#unreached === null
  }

  /** Gives the bot back; the webhook of another system is not ours to take away. */
  async remove(): Promise<void> {
    const { webhook } = await this.#api.account()
    if (webhook === this.#url) await this.#api.setWebhook(null, [])
  }

  /** Viber calls the address before it answers: that it does not answer is a state to tell, not a failure of the call. */
  async #set(): Promise<void> {
    try {
      await this.#api.setWebhook(this.#url, eventTypes)
      this.#unreached = null
    } catch (error) {
      if (!hasStatus(error, statusOf.invalidUrl)) throw error
      this.#unreached = 'invalidUrl'
    }
  }
}
