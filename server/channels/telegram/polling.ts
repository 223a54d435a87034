import { z } from 'zod'
import type { Clock } from '../../platform'
import type { RawInbound } from '../channel'
import type { PollSource } from '../poll-loop'
import type { TelegramApi } from './api'
import { rawOf } from './inbound'
import { allowedUpdates, pollSeconds } from './settings'

/** Where polling stands: the next update's number, and when that was so. */
const Position = z.object({ offset: z.number().int(), at: z.number() })

/**
 * After a week without updates Telegram goes on with a random number, perhaps a lower one, and an offset above it would drop the
 * contact's words. So an old offset is not used: what comes again is known by its key.
 */
const offsetForMs = 6 * 24 * 3600_000

/** `getUpdates`. `api` is this poller's own: its connections are cut when a poll hangs or nobody waits for it any more. */
export class UpdateSource implements PollSource {
  readonly #api: TelegramApi
  readonly #clock: Clock

  constructor(api: TelegramApi, clock: Clock) {
    this.#api = api
    this.#clock = clock
  }

  /** A webhook of ours may stand from another mode. Done once: a later one is somebody else's, and is not taken from him. */
  async prepare(): Promise<void> {
    await this.#api.call((api) => api.deleteWebhook({}))
  }

  async poll(position: string | null) {
    const offset = this.#offsetOf(position)
    const ask = {
      ...(offset === null ? {} : { offset }),
      ...{ limit: 100, timeout: pollSeconds, allowed_updates: [...allowedUpdates] },
    }
    const updates = await this.#api.call((api) => api.getUpdates(ask))
    if (updates.length === 0) return { raws: [], position: null }
    const raws = updates.map((update) => rawOf(update, JSON.stringify(update))).filter(isRaw)
    const last = updates.reduce((highest, { update_id }) => Math.max(highest, update_id), 0)
    return { raws, position: JSON.stringify({ offset: last + 1, at: this.#clock.now() }) }
  }

  cut(): void {
    this.#api.close()
  }

  #offsetOf(stored: string | null): number | null {
    const position = stored === null ? null : positionOf(stored)
    if (position === null) return null
    return this.#clock.now() - position.at < offsetForMs ? position.offset : null
  }
}

const isRaw = (raw: RawInbound | null): raw is RawInbound => raw !== null

function positionOf(stored: string): z.infer<typeof Position> | null {
  try {
    return Position.parse(JSON.parse(stored))
  } catch {
    return null
  }
}
