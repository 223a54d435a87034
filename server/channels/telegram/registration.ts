import type { WebhookInfo } from 'grammy/types'
import { backOffMs } from '../back-off'
import type { ChannelSink, StoredConnection } from '../channel'
import type { TelegramApi } from './api'
import { HealthReporter, isTokenRefused, reportFailure } from './health'
import type { PollingTools } from './polling'
import { TelegramRefused } from './refusals'
import { allowedUpdates, webhookCheckMs, webhookErrorForMs } from './settings'

/** Registers our webhook and looks after it: another system with the same token takes it over without a word (pitfall 11.1). */
export class WebhookRegistration {
  readonly #api: TelegramApi
  readonly #connection: StoredConnection
  readonly #tools: PollingTools
  readonly #health: HealthReporter
  #isRegistered = false
  #isStopped = false
  #failures = 0
  #cancel: () => void = () => {}
  #run: Promise<void> = Promise.resolve()

  constructor(api: TelegramApi, sink: ChannelSink, connection: StoredConnection, tools: PollingTools) {
    this.#api = api
    this.#connection = connection
    this.#tools = tools
    this.#health = new HealthReporter(sink)
  }

  start(): void {
    const { webhookUrl } = this.#connection
    if (webhookUrl === null) this.#health.stopped('needsPublicAddress')
    else this.#run = this.#look(webhookUrl)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancel()
    await this.#run
  }

  async #look(url: string): Promise<void> {
    const pause = await this.#round(url)
    if (this.#isStopped) return
    this.#cancel = this.#tools.timers.after(pause, () => {
      this.#run = this.#look(url)
    })
  }

  /** Milliseconds until the next look. */
  async #round(url: string): Promise<number> {
    try {
      if (!this.#isRegistered) await this.#register(url)
      this.#report(await this.#api.call((api) => api.getWebhookInfo()), url)
      this.#failures = 0
      return webhookCheckMs
    } catch (error) {
      if (this.#isStopped) return 0
      reportFailure(this.#health, error)
      if (isTokenRefused(error)) return webhookCheckMs
      this.#failures += 1
      const asked = error instanceof TelegramRefused ? (error.retryAfterMs ?? 0) : 0
      return Math.max(asked, backOffMs(this.#failures, this.#tools.random.number()))
    }
  }

  /** Once at opening, never again by itself: taking a webhook back from another system would be a war without end. */
  async #register(url: string): Promise<void> {
    const { webhookSecret } = this.#connection
    await this.#api.call((api) =>
      api.setWebhook({ url, secret_token: webhookSecret, allowed_updates: [...allowedUpdates], max_connections: 40 }),
    )
    this.#isRegistered = true
  }

  #report(info: WebhookInfo, url: string): void {
    const errorAt = (info.last_error_date ?? 0) * 1000
    const { pending_update_count: pending, last_error_message: words = '' } = info
    const isFailing = pending > 0 && this.#tools.clock.now() - errorAt < webhookErrorForMs
    if (info.url !== url) this.#health.stopped('takenByAnother')
    else if (isFailing) this.#health.degraded('webhookFails', words.slice(0, 200))
    else this.#health.green()
  }
}
