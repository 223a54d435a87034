import type { Transport, TransportEvents } from '#client/transport'
import { type Refusal, refusal } from '#protocol/errors'
import type { ConversationId } from '#protocol/ids'
import type { Account } from '#protocol/operator'
import type { Query } from '#protocol/queries'
import type { HubModel } from './hub-model'

export type Answer = { ok: true; value: unknown; position?: number } | { ok: false; refusal: Refusal }

export const no = (code: Parameters<typeof refusal>[0], more: Partial<Refusal> = {}): Answer => ({
  ok: false,
  refusal: { ...refusal(code, `refused: ${code}`), ...more },
})

/** What a device needs of its hub. */
interface DeviceHub {
  readonly model: HubModel
  readonly epoch: string
  readonly isAway: boolean
  readonly handshakeRefusal: Refusal | null
  readonly losesAnswers: boolean
  readonly typed: string[]
  /** Answers everything in place of the hub; null inside: never. */
  readonly answersRaw: ((asked: unknown) => { readonly value: unknown } | null) | null
  now(): number
  command(device: FakeDevice, envelope: { id: string; command: unknown }): Answer
  query(device: FakeDevice, query: Query): Answer
}

/** One device on its link. Packets reach it a turn later, in order, as long as the link stands. */
export class FakeDevice implements Transport {
  readonly account: Account
  readonly opened = new Set<ConversationId>()
  readonly touched = new Set<ConversationId>()
  farPosition = 0
  isLinked = false
  readonly #hub: DeviceHub
  #events: TransportEvents | null = null
  readonly #pending = new Set<(answer: unknown) => void>()

  constructor(hub: DeviceHub, account: Account) {
    this.#hub = hub
    this.account = account
  }

  connect(_handshake: unknown, events: TransportEvents): void {
    this.disconnect()
    this.#events = events
    const refused = this.#hub.isAway ? null : this.#hub.handshakeRefusal
    queueMicrotask(() => {
      if (this.#events !== events) return
      if (this.#hub.isAway || refused !== null) return this.#end(refused)
      this.isLinked = true
      this.farPosition = this.#hub.model.position
      const { epoch } = this.#hub
      events.welcome({ epoch, position: this.farPosition, hubAt: this.#hub.now(), hubVersion: 'fake' })
    })
  }

  command(envelope: { id: string; sentAt: number; command: unknown }): Promise<unknown> {
    return this.#ask(envelope, () => this.#hub.command(this, envelope), this.#hub.losesAnswers)
  }

  query(query: unknown): Promise<unknown> {
    return this.#ask(query, () => this.#hub.query(this, query as Query), false)
  }

  typing(conversationId: string): void {
    this.#hub.typed.push(conversationId)
  }

  disconnect(): void {
    this.#events = null
    this.#forget()
  }

  /** The line is cut: nothing on its way arrives. */
  cut(said: Refusal | null = null): void {
    if (this.isLinked) this.#end(said)
  }

  bye(said: Refusal): void {
    this.#events?.bye(said)
    this.cut()
  }

  push(kind: 'near' | 'far' | 'notice', packet: unknown): void {
    const events = this.#events
    queueMicrotask(() => {
      if (events !== null && events === this.#events && this.isLinked) events[kind](packet)
    })
  }

  async #ask(asked: unknown, work: () => Answer, losesAnswer: boolean): Promise<unknown> {
    const events = this.#events
    const nothing = no('NOT_CONNECTED')
    if (!this.isLinked) return nothing
    return new Promise((resolve) => {
      this.#pending.add(resolve)
      queueMicrotask(() => {
        if (events === null || events !== this.#events || !this.isLinked) return
        const raw = this.#hub.answersRaw === null ? { value: work() } : this.#hub.answersRaw(asked)
        if (raw === null) return
        const answer = structuredClone(raw.value)
        if (losesAnswer) return this.cut()
        queueMicrotask(() => {
          if (this.#pending.delete(resolve)) resolve(answer)
        })
      })
    })
  }

  #end(said: Refusal | null): void {
    const events = this.#events
    this.#events = null
    this.#forget()
    events?.closed(said)
  }

  #forget(): void {
    this.isLinked = false
    this.opened.clear()
    this.touched.clear()
    for (const resolve of this.#pending) resolve(no('NOT_CONNECTED'))
    this.#pending.clear()
  }
}
