import type { FakeRequest } from '../http'
import { WebhookQueue } from '../webhook-queue'
import { wideText } from '../wide'
import type { Subscription } from './sending'

export type MaxUpdate = Readonly<Record<string, unknown>>

/** Numbers of the place in the line, beyond what a double holds. */
const firstMarker = 9_007_199_254_740_993n

/** Updates of a bot on their way: to its subscriptions, or kept until a poll has passed them. */
export class MaxUpdates {
  readonly webhooks: WebhookQueue<MaxUpdate>
  #subscriptions: readonly Subscription[] = []
  #line: { readonly marker: bigint; readonly update: MaxUpdate }[] = []
  #next = firstMarker
  #wake: () => void = () => {}
  #held: MaxUpdate[] | null = null
  readonly #onDelivered: () => void

  constructor(onDelivered: () => void) {
    this.webhooks = new WebhookQueue((update) => this.#post(update))
    this.#onDelivered = onDelivered
  }

  get subscriptions(): readonly Subscription[] {
    return this.#subscriptions
  }

  /** Whoever subscribes where nobody was gets what has waited. */
  set subscriptions(wanted: readonly Subscription[]) {
    const isFirst = this.#subscriptions.length === 0 && wanted.length > 0
    this.#subscriptions = wanted
    if (isFirst) for (const { update } of this.#line) this.webhooks.add(update)
  }

  add(update: MaxUpdate): MaxUpdate {
    if (this.#held !== null) this.#held.push(update)
    else this.#give(update)
    return update
  }

  /** Keeps what comes until `release`, which gives it out in the order it is told. */
  hold(): void {
    this.#held ??= []
  }

  release(order: (updates: readonly MaxUpdate[]) => readonly MaxUpdate[] = (updates) => updates): void {
    const held = this.#held ?? []
    this.#held = null
    for (const update of order(held)) this.#give(update)
  }

  /** With a subscription polling gives nothing. Without a marker everything that nobody has passed yet comes again. */
  async poll(request: FakeRequest): Promise<{ readonly updates: readonly MaxUpdate[]; readonly marker: bigint }> {
    const marker = request.query.get('marker')
    if (marker !== null) this.#line = this.#line.filter((one) => one.marker >= BigInt(marker))
    if (this.#line.length === 0) await this.#news(request, Number(request.query.get('timeout') ?? 30))
    const batch = this.subscriptions.length > 0 ? [] : this.#line.slice(0, Number(request.query.get('limit') ?? 100))
    return { updates: batch.map(({ update }) => update), marker: (batch.at(-1)?.marker ?? this.#next - 1n) + 1n }
  }

  async close(): Promise<void> {
    this.#wake()
    await this.webhooks.close()
  }

  /** One call to a webhook; gives the status. */
  async call({ url, secret }: Pick<Subscription, 'url' | 'secret'>, body: string): Promise<number | null> {
    const headers = { 'content-type': 'application/json', 'x-max-bot-api-secret': secret }
    const status = await fetch(url, { method: 'POST', headers, body }).then(
      async (response) => {
        await response.text()
        return response.status
      },
      () => null,
    )
    this.#onDelivered()
    return status
  }

  #give(update: MaxUpdate): void {
    this.#line.push({ marker: this.#next, update })
    this.#next += 1n
    this.#wake()
    if (this.subscriptions.length > 0) this.webhooks.add(update)
  }

  async #post(update: MaxUpdate): Promise<number | null> {
    const wanted = this.subscriptions.filter(({ update_types: types }) => types.includes(String(update.update_type)))
    const body = wideText(update)
    const statuses = await Promise.all(wanted.map((subscription) => this.call(subscription, body)))
    const isTaken = this.#subscriptions.length > 0 && statuses.every((status) => status === 200)
    if (isTaken) this.#line = this.#line.filter((one) => one.update !== update)
    return isTaken ? 200 : (statuses.find((status) => status !== 200) ?? null)
  }

  #news(request: FakeRequest, seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(done, seconds * 1000)
      this.#wake = done
      void request.closed.then(done)
    })
  }
}
