import type { Clock } from '../../platform'
import type { TelegramApi } from './api'

/** Telegram shows it for five seconds; asking again earlier costs calls and shows nothing. */
const shownMs = 4000
const remembered = 1000

export class Typing {
  readonly #api: TelegramApi
  readonly #clock: Clock
  readonly #shownAt = new Map<string, number>()

  constructor(api: TelegramApi, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  show(externalChat: string): void {
    const now = this.#clock.monotonic()
    const last = this.#shownAt.get(externalChat)
    if (last !== undefined && now - last < shownMs) return
    if (this.#shownAt.size >= remembered) this.#shownAt.clear()
    this.#shownAt.set(externalChat, now)
    const chat = Number(externalChat)
    void this.#api.call((raw) => raw.sendChatAction({ chat_id: chat, action: 'typing' })).catch(() => undefined)
  }
}
