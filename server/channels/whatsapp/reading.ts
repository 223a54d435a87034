import { z } from 'zod'
import type { Clock } from '../../platform'
import type { RawInbound } from '../channel'
import { jsonBody } from '../http-body'
import type { GraphApi } from './api'

const Done = z.object({ success: z.boolean() })

/** WhatsApp shows it for 25 seconds, or until we answer. */
const shownMs = 20_000
const remembered = 5000

/** "Read" and "typing" are one call there, and it names the contact's last message: what that was is remembered for each chat. */
export class Reading {
  readonly #api: GraphApi
  readonly #path: string
  readonly #clock: Clock
  readonly #heard = new Map<string, string>()
  readonly #typedAt = new Map<string, number>()

  constructor(api: GraphApi, phoneNumberId: string, clock: Clock) {
    this.#api = api
    this.#path = `/${phoneNumberId}/messages`
    this.#clock = clock
  }

  heard(raws: readonly RawInbound[]): void {
    for (const { eventKey, externalChat } of raws)
      if (eventKey.startsWith(messageKey)) this.#remember(externalChat, eventKey.slice(messageKey.length))
  }

  read(externalChat: string, externalMessageId: string): void {
    this.#remember(externalChat, externalMessageId)
    this.#say({ message_id: externalMessageId })
  }

  typing(externalChat: string): void {
    const messageId = this.#heard.get(externalChat)
    const now = this.#clock.monotonic()
    const last = this.#typedAt.get(externalChat)
    if (messageId === undefined || (last !== undefined && now - last < shownMs)) return
    if (this.#typedAt.size >= remembered) this.#typedAt.clear()
    this.#typedAt.set(externalChat, now)
    this.#say({ message_id: messageId, typing_indicator: { type: 'text' } })
  }

  #remember(externalChat: string, messageId: string): void {
    if (this.#heard.size >= remembered) this.#heard.clear()
    this.#heard.set(externalChat, messageId)
  }

  #say(what: object): void {
    const body = jsonBody({ messaging_product: 'whatsapp', status: 'read', ...what })
    void this.#api.call(Done, { method: 'POST', path: this.#path, body }).catch(() => undefined)
  }
}

const messageKey = 'message:'
