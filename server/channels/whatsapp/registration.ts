import { z } from 'zod'
import type { ChannelState, StoredConnection } from '../channel'
import { jsonBody } from '../http-body'
import { MessengerRefused } from '../messenger-error'
import type { Registered } from '../upkeep'
import type { WhatsAppForm } from './account'
import type { GraphApi } from './api'

const Address = z.string().optional().catch(undefined)
const Subscribed = z.object({
  data: z.array(
    z.object({
      whatsapp_business_api_data: z.object({ id: z.coerce.string() }),
      override_callback_uri: Address,
    }),
  ),
})
const PhoneNumber = z.object({
  webhook_configuration: z
    .object({ phone_number: Address, whatsapp_business_account: Address, application: Address })
    .optional()
    .catch(undefined),
  quality_rating: z.string().optional().catch(undefined),
})
const Numbers = z.object({ data: z.array(z.object({ id: z.coerce.string() })) })
const Done = z.object({ success: z.boolean() })
const App = z.object({ id: z.coerce.string() })

/** Where calls about the number go, and what Meta thinks of it. An override of the number comes before that of its account. */
interface Routes {
  readonly number: string | null
  readonly account: string | null
  readonly app: string | null
  readonly isListening: boolean
  readonly quality: string | null
}

const addressOf = (told: string | undefined): string | null => (told === undefined || told === '' ? null : told)

/** Somebody may have to do something before the same is accepted; waiting is of no use. */
const isFinal = (error: unknown): boolean =>
  error instanceof MessengerRefused && error.reason !== 'rate_limited' && error.reason !== 'temporary'

/**
 * Our app listens to the account, and calls about the number come to our address: an account may have several numbers, each a
 * channel of its own or none of ours (channels.md section 5.1).
 */
export class Subscription implements Registered {
  readonly #api: GraphApi
  readonly #accountPath: string
  readonly #numberPath: string
  readonly #form: WhatsAppForm
  readonly #url: string
  readonly #secret: string
  #appId: string | null = null

  constructor(api: GraphApi, form: WhatsAppForm, url: string, { webhookSecret }: StoredConnection) {
    this.#api = api
    this.#form = form
    this.#accountPath = `/${form.accountId}/subscribed_apps`
    this.#numberPath = `/${form.phoneNumberId}`
    this.#url = url
    this.#secret = webhookSecret
  }

  /**
   * Meta shakes hands with our address before it answers. Some numbers may not be given an address of their own (those that are in
   * use in the phone's program as well): then the whole account leads here, and the hub passes on what is another channel's.
   */
  async register(): Promise<void> {
    const { isListening, account } = await this.#routes()
    // Whose app listens not every token may ask; asking for it again changes nothing, but it would take away where the account leads.
    const mayBeDeaf = this.#appId === null && account === null
    if (!isListening || mayBeDeaf) await this.#listen({})
    try {
      await this.#routeNumber(this.#url)
    } catch (error) {
      if (!isFinal(error)) throw error
      await this.#listen({ override_callback_uri: this.#url, verify_token: this.#secret })
      return
    }
    // Of a time when the whole account was led here: its other numbers are somebody else's matter.
    if (isListening && account === this.#url) await this.#listen({})
  }

  /** A lost address is given again; one that leads elsewhere is somebody's, and only said. */
  async look(): Promise<ChannelState> {
    const before = await this.#routes()
    const place = this.#placeOf(before)
    if (place === 'ours') return stateOf(before)
    if (place === 'foreign') return { kind: 'stopped', reason: 'takenByAnother', detail: null }
    await this.register()
    const after = await this.#routes()
    return this.#placeOf(after) === 'ours' ? stateOf(after) : { kind: 'degraded', reason: 'webhookFails', detail: null }
  }

  cut(): void {
    this.#api.close()
  }

  /** Other numbers of the account may be heard by the same app, so it goes on listening unless this was the only one. */
  async end(): Promise<void> {
    const { number, account } = await this.#routes()
    if (number === this.#url) await this.#routeNumber('')
    const query = { fields: 'id', limit: '2' }
    const numbers = await this.#api.call(Numbers, {
      method: 'GET',
      path: `/${this.#form.accountId}/phone_numbers`,
      query,
    })
    if (numbers.data.length < 2) await this.#api.call(Done, { method: 'DELETE', path: this.#accountPath })
    else if (account === this.#url) await this.#listen({})
  }

  #placeOf({ number, account, app, isListening }: Routes): 'ours' | 'foreign' | 'lost' {
    if (number !== null && !this.#isOfHub(number)) return 'foreign'
    if (number === null && account !== null && !this.#isOfHub(account)) return 'foreign'
    if (!isListening || (number !== null && number !== this.#url)) return 'lost'
    return this.#isOfHub(number ?? account ?? app ?? '') ? 'ours' : 'lost'
  }

  /** What comes to the door of another channel of the hub is passed on (channels/webhook.ts). */
  #isOfHub(address: string): boolean {
    return address.startsWith(this.#url.slice(0, this.#url.lastIndexOf('/') + 1))
  }

  async #routes(): Promise<Routes> {
    const query = { fields: 'webhook_configuration,quality_rating' }
    const [told, { data }] = await Promise.all([
      this.#api.call(PhoneNumber, { method: 'GET', path: this.#numberPath, query }),
      this.#api.call(Subscribed, { method: 'GET', path: this.#accountPath }),
    ])
    const appId = await this.#ownApp()
    // Other programs may listen to the same account with apps of their own; where ours cannot be told, all count as it.
    const own = appId === null ? data : data.filter((one) => one.whatsapp_business_api_data.id === appId)
    const leads = told.webhook_configuration
    const override = own.map((one) => addressOf(one.override_callback_uri)).find((one) => one !== null)
    return {
      number: addressOf(leads?.phone_number),
      account: addressOf(leads?.whatsapp_business_account) ?? override ?? null,
      app: addressOf(leads?.application),
      isListening: own.length > 0,
      quality: told.quality_rating ?? null,
    }
  }

  /** Without a callback in it, calls about the account lead to where the app says. */
  async #listen(callback: Readonly<Record<string, string>>): Promise<void> {
    await this.#api.call(Done, { method: 'POST', path: this.#accountPath, body: jsonBody(callback) })
  }

  /** Without an address the number is led as its account is. */
  async #routeNumber(url: string): Promise<void> {
    const verify = url === '' ? {} : { verify_token: this.#secret }
    const body = jsonBody({ webhook_configuration: { override_callback_uri: url, ...verify } })
    await this.#api.call(Done, { method: 'POST', path: this.#numberPath, body })
  }

  /** Not every token may ask. */
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

/** Red: people have blocked or reported the number, and Meta is about to limit what it sends. */
const stateOf = ({ quality }: Routes): ChannelState =>
  quality === 'RED' ? { kind: 'degraded', reason: 'lowQuality', detail: null } : { kind: 'green' }
