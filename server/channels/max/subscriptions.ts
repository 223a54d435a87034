import { z } from 'zod'
import type { ChannelId } from '#protocol/ids'
import type { ChannelState } from '../channel'
import type { Removable } from '../receiver'
import type { MaxApi } from './api'
import { updateTypes } from './settings'

const List = z.object({ subscriptions: z.array(z.object({ url: z.string() })) })

export const subscriptionsOf = async (api: MaxApi): Promise<readonly string[]> =>
  (await api.call(List, { method: 'GET', path: '/subscriptions' })).subscriptions.map(({ url }) => url)

export const unsubscribe = (api: MaxApi, url: string) =>
  api.call(z.unknown(), { method: 'DELETE', path: '/subscriptions', query: { url } })

/** Ours, perhaps from a time when the hub had another address: the channel's id is nobody else's. */
export const isOfChannel = (url: string, id: ChannelId) => url.endsWith(`/hooks/${id}`)

/** Our subscription, one among several a bot may have: those of other systems are left alone. */
export class MaxSubscription implements Removable {
  readonly #api: MaxApi
  readonly #id: ChannelId
  readonly #url: string
  readonly #secret: string

  constructor(api: MaxApi, id: ChannelId, url: string, secret: string) {
    this.#api = api
    this.#id = id
    this.#url = url
    this.#secret = secret
  }

  async register(): Promise<void> {
    for (const url of await subscriptionsOf(this.#api))
      if (isOfChannel(url, this.#id) && url !== this.#url) await unsubscribe(this.#api, url)
    await this.#subscribe()
  }

  /** MAX ends a subscription that has not answered for 8 hours, without a word. */
  async look(): Promise<ChannelState> {
    const urls = await subscriptionsOf(this.#api)
    if (!urls.includes(this.#url)) await this.#subscribe()
    const isShared = urls.some((url) => !isOfChannel(url, this.#id))
    return isShared ? { kind: 'degraded', reason: 'takenByAnother', detail: null } : { kind: 'green' }
  }

  cut(): void {
    this.#api.close()
  }

  async remove(): Promise<void> {
    await unsubscribe(this.#api, this.#url)
  }

  #subscribe() {
    const body = { url: this.#url, update_types: updateTypes, secret: this.#secret }
    return this.#api.call(z.unknown(), { method: 'POST', path: '/subscriptions', body })
  }
}
