import type { WebhookInfo } from 'grammy/types'
import type { Clock } from '../../platform'
import type { ChannelState } from '../channel'
import type { Removable } from '../receiver'
import type { TelegramApi } from './api'
import { allowedUpdates, webhookErrorForMs } from './settings'

/** Our webhook at Telegram: set once, then looked at. */
export class BotWebhook implements Removable {
  readonly #api: TelegramApi
  readonly #url: string
  readonly #secret: string
  readonly #clock: Clock

  constructor(api: TelegramApi, place: { readonly url: string; readonly secret: string }, clock: Clock) {
    this.#api = api
    this.#url = place.url
    this.#secret = place.secret
    this.#clock = clock
  }

  async register(): Promise<void> {
    const ask = {
      url: this.#url,
      secret_token: this.#secret,
      allowed_updates: [...allowedUpdates],
      max_connections: 40,
    }
    await this.#api.call((api) => api.setWebhook(ask))
  }

  async look(): Promise<ChannelState> {
    return this.#stateOf(await this.#api.call((api) => api.getWebhookInfo()))
  }

  /** Whoever connects the bot next finds no webhook of ours; another system's is left where it is. */
  async remove(): Promise<void> {
    const { url } = await this.#api.call((api) => api.getWebhookInfo())
    if (url === this.#url) await this.#api.call((api) => api.deleteWebhook({}))
  }

  cut(): void {
    this.#api.close()
  }

  #stateOf(info: WebhookInfo): ChannelState {
    const errorAt = (info.last_error_date ?? 0) * 1000
    const { pending_update_count: pending, last_error_message: words = '' } = info
    const isFailing = pending > 0 && this.#clock.now() - errorAt < webhookErrorForMs
    if (info.url !== this.#url) return { kind: 'stopped', reason: 'takenByAnother', detail: null }
    return isFailing ? { kind: 'degraded', reason: 'webhookFails', detail: words.slice(0, 200) } : { kind: 'green' }
  }
}
