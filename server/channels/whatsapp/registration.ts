import { z } from 'zod'
import type { ChannelState, StoredConnection } from '../channel'
import { jsonBody } from '../http-body'
import { MessengerRefused } from '../messenger-error'
import type { Registered } from '../upkeep'
import type { WhatsAppForm } from './account'
import type { GraphApi } from './api'

const Subscribed = z.object({
  data: z.array(
    z.object({
      whatsapp_business_api_data: z.object({ id: z.coerce.string() }),
      override_callback_uri: z.string().optional().catch(undefined),
    }),
  ),
})
const Done = z.object({ success: z.boolean() })
const App = z.object({ id: z.coerce.string() })

/** Our app listens to the account, and its calls come to our address and no other (channels.md section 5.1). */
export class Subscription implements Registered {
  readonly #api: GraphApi
  readonly #path: string
  readonly #url: string
  readonly #secret: string
  #appId: string | null = null

  constructor(api: GraphApi, form: WhatsAppForm, url: string, { webhookSecret }: StoredConnection) {
    this.#api = api
    this.#path = `/${form.accountId}/subscribed_apps`
    this.#url = url
    this.#secret = webhookSecret
  }

  /** Meta shakes hands with our address before it answers. */
  async register(): Promise<void> {
    const body = jsonBody({ override_callback_uri: this.#url, verify_token: this.#secret })
    await this.#api.call(Done, { method: 'POST', path: this.#path, body })
  }

  /** A lost subscription is made again; one that leads elsewhere is somebody's, and only said. */
  async look(): Promise<ChannelState> {
    const place = await this.#place()
    if (place === 'ours') return { kind: 'green' }
    if (place === 'foreign') return { kind: 'stopped', reason: 'takenByAnother', detail: null }
    await this.register()
    const isMended = (await this.#place()) === 'ours'
    return isMended ? { kind: 'green' } : { kind: 'degraded', reason: 'webhookFails', detail: null }
  }

  async end(): Promise<void> {
    await this.#api.call(Done, { method: 'DELETE', path: this.#path })
  }

  /** Other programs may listen to the same account with apps of their own. */
  async #place(): Promise<'ours' | 'foreign' | 'lost'> {
    const { data } = await this.#api.call(Subscribed, { method: 'GET', path: this.#path })
    if (data.some(({ override_callback_uri: url }) => url === this.#url)) return 'ours'
    const appId = await this.#ownApp()
    const own = appId === null ? data : data.filter((one) => one.whatsapp_business_api_data.id === appId)
    return own.some(({ override_callback_uri: url }) => url !== undefined && url !== '') ? 'foreign' : 'lost'
  }

  /** Not every token may ask; then all that listen count as us. */
  async #ownApp(): Promise<string | null> {
    if (this.#appId !== null) return this.#appId
    try {
      this.#appId = (await this.#api.call(App, { method: 'GET', path: '/app', query: { fields: 'id' } })).id
    } catch (error) {
      if (!(error instanceof MessengerRefused)) throw error
    }
    return this.#appId
  }
}
