import { createHmac } from 'node:crypto'

/** Something that happened, as it stands in a change: under which list, with whom. */
export interface FakeEvent {
  readonly field: string
  readonly list: 'messages' | 'statuses' | 'calls' | 'message_echoes' | null
  readonly item: Readonly<Record<string, unknown>>
  readonly contact: unknown
}

export interface Callback {
  readonly url: string
  readonly verifyToken: string
}

/** Milliseconds between attempts; the real service waits longer, up to seven days. */
const retryMs = 40
const tries = 50

const escaped = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything outside ASCII is the purpose
  text.replaceAll(/[^\x00-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The handshake with a new address; false when it does not answer as it should. */
export async function shakesHands({ url, verifyToken }: Callback): Promise<boolean> {
  const challenge = '1158201444'
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.challenge': challenge,
    'hub.verify_token': verifyToken,
  })
  try {
    const answer = await fetch(`${url}?${query}`)
    return answer.status === 200 && (await answer.text()) === challenge
  } catch {
    return false
  }
}

/** Events of one number or account on their way to its callback: signed, several in one call, again until they are taken. */
export class FakeWebhook {
  readonly #account: () => { readonly id: string; readonly appSecret: string; readonly metadata: unknown }
  readonly #leads: () => Callback | null
  #queue: FakeEvent[] = []
  #held: FakeEvent[] | null = null
  #delivering: Promise<void> | null = null
  #isClosed = false
  /** Every call goes out so many times at once. */
  copies = 1
  /** Signed with another secret, as by somebody else. */
  forgedWith: string | null = null
  readonly deliveries: { readonly body: string; readonly status: number | null }[] = []

  constructor(
    account: () => { readonly id: string; readonly appSecret: string; readonly metadata: unknown },
    leads: () => Callback | null,
  ) {
    this.#account = account
    this.#leads = leads
  }

  get callback(): Callback | null {
    return this.#leads()
  }

  get pending(): number {
    return this.#queue.length
  }

  /** It leads elsewhere now. */
  moved(): void {
    this.#deliver()
  }

  add(...events: readonly FakeEvent[]): void {
    if (this.#held !== null) this.#held.push(...events)
    else this.#queue.push(...events)
    this.#deliver()
  }

  hold(): void {
    this.#held ??= []
  }

  release(order: (events: readonly FakeEvent[]) => readonly FakeEvent[] = (events) => events): void {
    const held = this.#held ?? []
    this.#held = null
    this.add(...order(held))
  }

  /** The body of one call that holds all of these. */
  bodyOf(events: readonly FakeEvent[]): string {
    const { id, metadata } = this.#account()
    const changes = events.map(({ field, list, item, contact }) => ({
      field,
      value:
        list === null
          ? item
          : {
              ...{ messaging_product: 'whatsapp', metadata, [list]: [item] },
              ...(contact !== null && { contacts: [contact] }),
            },
    }))
    return escaped(JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id, changes }] }))
  }

  signed(body: string | Buffer): { readonly 'x-hub-signature-256': string } {
    const secret = this.forgedWith ?? this.#account().appSecret
    return { 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#delivering
  }

  #deliver(): void {
    if (this.callback === null || this.#delivering !== null || this.#queue.length === 0 || this.#isClosed) return
    this.#delivering = this.#deliverAll().finally(() => {
      this.#delivering = null
      this.#deliver()
    })
  }

  async #deliverAll(): Promise<void> {
    for (let failed = 0; this.callback !== null && this.#queue.length > 0 && !this.#isClosed; ) {
      const batch = this.#queue.slice(0, 20)
      const calls = Array.from({ length: this.copies }, () => this.#call(this.bodyOf(batch)))
      const isTaken = (await Promise.all(calls)).some((status) => status === 200)
      if (isTaken || failed >= tries) {
        this.#queue = this.#queue.slice(batch.length)
        failed = 0
      } else {
        failed += 1
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }

  async #call(body: string): Promise<number | null> {
    const url = this.callback?.url
    if (url === undefined) return null
    const headers = { 'content-type': 'application/json', ...this.signed(body) }
    const status = await fetch(url, { method: 'POST', headers, body }).then(
      async (response) => {
        await response.text()
        return response.status
      },
      () => null,
    )
    this.deliveries.push({ body, status })
    return status
  }
}
