import { z } from 'zod'
import type { Clock } from '../../platform'
import type { RawInbound } from '../channel'
import type { MaxApi } from './api'
import { isObject, threadOf } from './frame'
import { interpretUpdate } from './inbound'
import { pressNoticed } from './settings'

/** It is shown for a few seconds; asking again earlier costs calls and shows nothing. */
const shownMs = 4000
const remembered = 1000

interface Place {
  /** MAX's number of the dialogue, which only `typing` needs. */
  readonly chatId: string | null
  readonly lastComment: string | null
  readonly typingAt: number | null
}

const unknownPlace: Place = { chatId: null, lastComment: null, typingAt: null }

/** What MAX is told on the side, best effort: that a press was noticed, that somebody types. What it takes is learned from what comes. */
export class Notices {
  readonly #api: MaxApi
  readonly #clock: Clock
  readonly #places = new Map<string, Place>()

  constructor(api: MaxApi, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  received(raws: readonly RawInbound[]): void {
    for (const raw of raws) {
      this.#learn(raw)
      if (raw.parsed?.update_type === 'message_callback') this.#answer(raw)
    }
  }

  /** What an answer in public stands under, when the operator names nothing. */
  lastComment(externalChat: string): string | null {
    return this.#places.get(externalChat)?.lastComment ?? null
  }

  typing(externalChat: string): void {
    const place = this.#places.get(externalChat)
    const now = this.#clock.monotonic()
    if (place?.chatId === undefined || place.chatId === null) return
    if (place.typingAt !== null && now - place.typingAt < shownMs) return
    this.#keep(externalChat, { ...place, typingAt: now })
    const path = `/chats/${place.chatId}/actions`
    this.#try(this.#api.call(z.unknown(), { method: 'POST', path, body: { action: 'typing_on' } }))
  }

  #learn({ externalChat, parsed }: RawInbound): void {
    const message = isObject(parsed?.message) ? parsed.message : null
    if (message === null) return
    const place = this.#places.get(externalChat) ?? unknownPlace
    if (threadOf(externalChat) !== null) {
      const mid = isObject(message.body) && typeof message.body.mid === 'string' ? message.body.mid : null
      if (parsed?.update_type === 'comment_created') this.#keep(externalChat, { ...place, lastComment: mid })
      return
    }
    const chatId = isObject(message.recipient) ? message.recipient.chat_id : null
    const isId = typeof chatId === 'number' || (typeof chatId === 'string' && /^-?\d{1,20}$/.test(chatId))
    if (isId && place.chatId !== String(chatId)) this.#keep(externalChat, { ...place, chatId: String(chatId) })
  }

  #keep(externalChat: string, place: Place): void {
    if (this.#places.size >= remembered && !this.#places.has(externalChat)) this.#places.clear()
    this.#places.set(externalChat, place)
  }

  /** Too old to be answered, or MAX is away: the press itself is stored, only a little wheel turns on. */
  #answer(raw: RawInbound): void {
    for (const event of interpretUpdate(raw))
      if (event.kind === 'buttonPressed') {
        const query = { callback_id: event.callbackId }
        this.#try(
          this.#api.call(z.unknown(), {
            method: 'POST',
            path: '/answers',
            query,
            body: { notification: pressNoticed },
          }),
        )
      }
  }

  #try(call: Promise<unknown>): void {
    call.catch(() => undefined)
  }
}
