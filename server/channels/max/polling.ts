import { z } from 'zod'
import type { ChannelId } from '#protocol/ids'
import type { RawInbound } from '../channel'
import { MessengerRefused } from '../messenger-error'
import type { PollSource } from '../poll-loop'
import type { MaxApi } from './api'
import { rawOf } from './inbound'
import { pollLimit, pollSeconds, updateTypes } from './settings'
import { isOfChannel, subscriptionsOf, unsubscribe } from './subscriptions'
import { unknown } from './webhook'

const Batch = z.object({
  updates: z.array(z.unknown()),
  /** 64 bits: digits, as they came. */
  marker: z
    .union([z.string().regex(/^-?\d{1,20}$/), z.number().int()])
    .transform(String)
    .nullish()
    .catch(null),
})

/** News by asking: meant for development and for hubs that nobody can reach. */
export class MaxUpdates implements PollSource {
  readonly #api: MaxApi
  readonly #id: ChannelId

  /** `api` is this poller's own: its connections are cut when it hangs or stops. */
  constructor(api: MaxApi, id: ChannelId) {
    this.#api = api
    this.#id = id
  }

  /** With a subscription there is nothing to poll. Our own of another mode is ended; another system's is not ours to end. */
  async prepare(): Promise<void> {
    const urls = await subscriptionsOf(this.#api)
    for (const url of urls) if (isOfChannel(url, this.#id)) await unsubscribe(this.#api, url)
    if (urls.some((url) => !isOfChannel(url, this.#id)))
      throw new MessengerRefused('takenByAnother', 'another system is subscribed')
  }

  /** An empty batch, or one without a marker, keeps the place (pitfall 11.4). */
  async poll(position: string | null) {
    const { updates, marker } = await this.#api.call(Batch, {
      ...{ method: 'GET', path: '/updates', speed: 'poll' },
      query: {
        ...{ limit: String(pollLimit), timeout: String(pollSeconds), types: updateTypes.join(',') },
        ...(position !== null && { marker: position }),
      },
    })
    const raws = updates.map((update): RawInbound => {
      const body = JSON.stringify(update)
      return rawOf(update, body) ?? unknown(body)
    })
    return { raws, position: raws.length === 0 ? null : (marker ?? null) }
  }

  cut(): void {
    this.#api.close()
  }
}
