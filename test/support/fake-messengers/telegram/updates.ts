import type { FakeRequest } from '../http'
import { otherPoller, type Refusal, webhookIsSet } from './refusals'

export interface FakeUpdate extends Record<string, unknown> {
  readonly update_id: number
}

export interface Webhook {
  readonly url: string
  readonly secret: string | null
  readonly allowed: readonly string[]
}

/** Milliseconds between attempts of a webhook; the real service waits longer. */
const retryMs = 40
const tries = 50

/** Updates of a bot on their way: kept until a poll confirms them or a webhook takes them. */
export class FakeUpdates {
  #nextId = 840_000_001
  #queue: FakeUpdate[] = []
  #held: FakeUpdate[] | null = null
  #webhook: Webhook | null = null
  #lastError: { at: number; message: string } | null = null
  #poller: { readonly wake: () => void; readonly end: (refusal: Refusal | null) => void } | null = null
  #delivering: Promise<void> | null = null
  #isClosed = false
  /** Every webhook call goes out so many times. */
  copies = 1
  /** Webhook calls made, with what came back. */
  readonly deliveries: { readonly update: FakeUpdate; readonly status: number | null }[] = []

  get webhook(): Webhook | null {
    return this.#webhook
  }

  get pending(): number {
    return this.#queue.length
  }

  /** Somebody waits for news. */
  get isPolled(): boolean {
    return this.#poller !== null
  }

  add(body: Record<string, unknown>): FakeUpdate {
    const update = { update_id: this.#nextId, ...body }
    this.#nextId += 1
    this.#enqueue([update])
    return update
  }

  /** The same again, as after a lost answer. */
  repeat(update: FakeUpdate): void {
    this.#enqueue([update])
  }

  /** After a week of silence the service goes on with any number. */
  jumpTo(id: number): void {
    this.#nextId = id
  }

  /** Keeps what comes until `release`, which gives it out in the order it is told. */
  hold(): void {
    this.#held ??= []
  }

  release(order: (updates: readonly FakeUpdate[]) => readonly FakeUpdate[] = (updates) => updates): void {
    const held = this.#held ?? []
    this.#held = null
    this.#enqueue(order(held))
  }

  setWebhook(webhook: Webhook | null): void {
    this.#webhook = webhook
    this.#lastError = null
    if (webhook !== null) this.#poller?.end(webhookIsSet())
    this.#deliver()
  }

  info() {
    const error =
      this.#lastError === null
        ? {}
        : { last_error_date: Math.floor(this.#lastError.at / 1000), last_error_message: this.#lastError.message }
    return {
      url: this.#webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.pending,
      ...(this.#webhook === null ? {} : { max_connections: 40, ip_address: '127.0.0.1' }),
      ...error,
      allowed_updates: this.#webhook?.allowed ?? [],
    }
  }

  /** One poll: waits up to `seconds` for news; a second poller ends the first. */
  async poll(request: FakeRequest, offset: number | null, limit: number, seconds: number): Promise<FakeUpdate[]> {
    if (this.#webhook !== null) throw webhookIsSet()
    this.#poller?.end(otherPoller())
    if (offset !== null) this.#queue = this.#queue.filter(({ update_id }) => update_id >= offset)
    if (this.#queue.length === 0 && seconds > 0) await this.#news(request, seconds)
    return this.#queue.slice(0, limit)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#poller?.end(null)
    await this.#delivering
  }

  #enqueue(updates: readonly FakeUpdate[]): void {
    if (this.#held !== null) this.#held.push(...updates)
    else this.#queue.push(...updates)
    this.#poller?.wake()
    this.#deliver()
  }

  #news(request: FakeRequest, seconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer)
        if (this.#poller === poller) this.#poller = null
        settle()
      }
      const timer = setTimeout(() => finish(resolve), seconds * 1000)
      const poller = {
        wake: () => finish(resolve),
        end: (refusal: Refusal | null) => finish(() => (refusal === null ? resolve() : reject(refusal))),
      }
      this.#poller = poller
      void request.closed.then(() => finish(resolve))
    })
  }

  #deliver(): void {
    if (this.#webhook === null || this.#delivering !== null || this.#queue.length === 0 || this.#isClosed) return
    this.#delivering = this.#deliverAll().finally(() => {
      this.#delivering = null
      this.#deliver()
    })
  }

  async #deliverAll(): Promise<void> {
    for (let failed = 0; this.#webhook !== null && this.#queue.length > 0 && !this.#isClosed; ) {
      const [update] = this.#queue
      if (update === undefined) return
      const calls = Array.from({ length: this.copies }, () => this.#call(update))
      const isTaken = (await Promise.all(calls)).some((status) => status !== null && status >= 200 && status < 300)
      if (isTaken || failed >= tries) {
        this.#queue = this.#queue.filter((one) => one !== update)
        failed = 0
      } else {
        failed += 1
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }

  async #call(update: FakeUpdate): Promise<number | null> {
    const webhook = this.#webhook
    if (webhook === null) return null
    const secret = webhook.secret === null ? {} : { 'x-telegram-bot-api-secret-token': webhook.secret }
    const status = await fetch(webhook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...secret },
      body: JSON.stringify(update),
    }).then(
      async (response) => {
        await response.text()
        return response.status
      },
      () => null,
    )
    const message = status === null ? 'Connection refused' : `Wrong response from the webhook: ${status}`
    if (status === null || status >= 300) this.#lastError = { at: Date.now(), message }
    this.deliveries.push({ update, status })
    return status
  }
}
