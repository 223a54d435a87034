import { z } from 'zod'
import type { ChannelSink, RawInbound } from '../channel'
import { MessengerUnreachable } from '../messenger-error'
import type { PollSource } from '../poll-loop'
import type { VkApi } from './api'
import { isObject } from './event'
import { rawOf } from './raw'
import { apiVersion, pollSeconds, wantedEvents } from './settings'
import { typistOf } from './webhook'

const Mark = z.union([z.string().min(1).max(100), z.number().int()]).transform(String)
const Server = z.object({ server: z.string().min(1), key: z.string().min(1), ts: Mark })
type Server = z.infer<typeof Server>

const News = z.union([
  z.object({ failed: z.number().int(), ts: Mark.optional() }),
  z.object({ ts: Mark, updates: z.array(z.unknown()) }),
])

/** What polling needs of the channel. */
export interface LongPollOptions {
  readonly groupId: string
  readonly withComments: boolean
  readonly sink: ChannelSink
  /** Removes what another mode of receiving has left at VK. */
  readonly giveUpServers: () => Promise<void>
  /** Events between two polls are gone: VK keeps them for a while only. */
  readonly onLost: () => void
}

/** News by Bots Long Poll (channels.md section 4.2): the address and its key come from the API and grow old. */
export class LongPoll implements PollSource {
  readonly #api: VkApi
  readonly #options: LongPollOptions
  #server: Server | null = null

  /** `api` is this poller's own: its connections are cut when it hangs or stops. */
  constructor(api: VkApi, options: LongPollOptions) {
    this.#api = api
    this.#options = options
  }

  async prepare(): Promise<void> {
    const { groupId, withComments, giveUpServers } = this.#options
    await giveUpServers()
    const settings = { group_id: groupId, enabled: '1', api_version: apiVersion, ...wantedEvents(withComments) }
    await this.#api.call('groups.setLongPollSettings', settings, z.unknown())
  }

  async poll(position: string | null): Promise<{ raws: readonly RawInbound[]; position: string | null }> {
    const server = this.#server ?? (await this.#findServer())
    const ts = position ?? server.ts
    const query = { act: 'a_check', key: server.key, ts, wait: String(pollSeconds) }
    const news = await this.#api.poll(server.server, query, News)
    if (!('failed' in news)) return { raws: this.#rawsOf(news.updates), position: news.ts }
    return { raws: [], position: await this.#afterFailure(news.failed, news.ts ?? null) }
  }

  cut(): void {
    this.#api.close()
  }

  /** 1: the mark is too old, go on from this one. 2: the key is. 3: both; what was between is lost. */
  async #afterFailure(failed: number, ts: string | null): Promise<string | null> {
    if (failed === 1) {
      if (ts === null) throw new MessengerUnreachable(true, 'a poll failed without a mark')
      this.#options.onLost()
      return ts
    }
    this.#server = null
    if (failed === 2) return null
    this.#options.onLost()
    return (await this.#findServer()).ts
  }

  async #findServer(): Promise<Server> {
    const params = { group_id: this.#options.groupId }
    this.#server = await this.#api.call('groups.getLongPollServer', params, Server)
    return this.#server
  }

  #rawsOf(updates: readonly unknown[]): readonly RawInbound[] {
    const raws: RawInbound[] = []
    for (const update of updates) {
      if (isObject(update) && update.type === 'message_typing_state') {
        const typist = typistOf(update.object)
        if (typist !== null) this.#options.sink.typing(typist)
      } else raws.push(rawOf(update, JSON.stringify(update) ?? 'null'))
    }
    return raws
  }
}
