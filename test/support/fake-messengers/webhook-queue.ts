/** Milliseconds between attempts; the real services wait longer. */
const retryMs = 40
const tries = 50

/** Events on their way to a webhook: one after another, each until it is answered with 200. */
export class WebhookQueue<Event> {
  readonly #post: (event: Event) => Promise<number | null>
  #queue: Event[] = []
  #held: Event[] | null = null
  #delivering: Promise<void> | null = null
  #isClosed = false
  /** Every call goes out so many times. */
  copies = 1
  /** Calls made, with what came back. */
  readonly deliveries: { readonly event: Event; readonly status: number | null }[] = []

  /** `post` gives the status; null when nobody answered. */
  constructor(post: (event: Event) => Promise<number | null>) {
    this.#post = post
  }

  get pending(): number {
    return this.#queue.length
  }

  add(event: Event): void {
    if (this.#held !== null) this.#held.push(event)
    else this.#queue.push(event)
    this.#deliver()
  }

  /** Keeps what comes until `release`, which gives it out in the order it is told. */
  hold(): void {
    this.#held ??= []
  }

  release(order: (events: readonly Event[]) => readonly Event[] = (events) => events): void {
    const held = this.#held ?? []
    this.#held = null
    this.#queue.push(...order(held))
    this.#deliver()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#delivering
  }

  #deliver(): void {
    if (this.#delivering !== null || this.#queue.length === 0 || this.#isClosed) return
    this.#delivering = this.#deliverAll().finally(() => {
      this.#delivering = null
      this.#deliver()
    })
  }

  async #deliverAll(): Promise<void> {
    for (let failed = 0; this.#queue.length > 0 && !this.#isClosed; ) {
      const [event] = this.#queue
      if (event === undefined) return
      const statuses = await Promise.all(Array.from({ length: this.copies }, () => this.#post(event)))
      for (const status of statuses) this.deliveries.push({ event, status })
      if (statuses.includes(200) || failed >= tries) {
        this.#queue = this.#queue.filter((one) => one !== event)
        failed = 0
      } else {
        failed += 1
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }
}
