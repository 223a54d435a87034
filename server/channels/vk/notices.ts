import { z } from 'zod'
import type { Clock } from '../../platform'
import type { RawInbound, ReadMark } from '../channel'
import type { VkApi } from './api'
import { Press } from './event'
import { publicThread } from './pages'

/** VK shows typing for about ten seconds; asking again earlier costs calls and shows nothing. */
const shownMs = 8_000
const remembered = 1_000

/** Small things told to VK on the side: nobody waits for them, and one that is lost is lost. */
export class Notices {
  readonly #api: VkApi
  readonly #clock: Clock
  readonly #shownAt = new Map<string, number>()

  constructor(api: VkApi, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  typing(externalChat: string): void {
    if (publicThread(externalChat) !== null) return
    const now = this.#clock.monotonic()
    const last = this.#shownAt.get(externalChat)
    if (last !== undefined && now - last < shownMs) return
    if (this.#shownAt.size >= remembered) this.#shownAt.clear()
    this.#shownAt.set(externalChat, now)
    this.#tell('messages.setActivity', { peer_id: externalChat, type: 'typing' })
  }

  read(externalChat: string, { externalMessageId }: ReadMark): void {
    if (publicThread(externalChat) !== null) return
    const upTo = externalMessageId === null ? { mark_conversation_as_read: '1' } : { up_to_cmid: externalMessageId }
    this.#tell('messages.markAsRead', { peer_id: externalChat, ...upTo })
  }

  /** Until it is told that a press was noticed, the button turns a little wheel. */
  pressed(raws: readonly RawInbound[]): void {
    for (const { parsed } of raws) {
      if (parsed?.type !== 'message_event') continue
      const press = Press.safeParse(parsed.object)
      if (!press.success) continue
      const { event_id, user_id, peer_id } = press.data
      this.#tell('messages.sendMessageEventAnswer', { event_id, user_id: String(user_id), peer_id: String(peer_id) })
    }
  }

  #tell(method: string, params: Readonly<Record<string, string>>): void {
    void this.#api.call(method, params, z.unknown()).catch(() => undefined)
  }
}
