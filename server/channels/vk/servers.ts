import { z } from 'zod'
import type { Clock } from '../../platform'
import type { ChannelState, StoredConnection } from '../channel'
import { MessengerRefused } from '../messenger-error'
import type { Registered } from '../upkeep'
import type { VkApi } from './api'
import { serversFull } from './refusals'
import { apiVersion, serverTitle, wantedEvents } from './settings'

const Server = z.object({
  id: z.number().int(),
  title: z.string().catch(''),
  url: z.string().catch(''),
  secret_key: z.string().catch(''),
  status: z.string().catch(''),
})
type Server = z.infer<typeof Server>
const Servers = z.object({ items: z.array(Server) })
const Added = z.object({ server_id: z.number().int() })

type Place = Pick<StoredConnection, 'id' | 'webhookUrl' | 'webhookSecret'> & { readonly groupId: string }

/** A code that could not be had is not asked for more often either. */
const codeKeptMs = 10_000

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : null)

/** Ours, and of no use: of this hub for a channel that is gone, or of this channel when the hub was elsewhere. */
function isStale({ title, url }: Server, { id, webhookUrl }: Place): boolean {
  if (title !== serverTitle || url === webhookUrl) return false
  const isOfThisHub = webhookUrl !== null && originOf(url) === originOf(webhookUrl)
  return isOfThisHub || url.endsWith(`/hooks/${id}`)
}

/**
 * Our place among the community's Callback servers (channels.md section 4.1). There may be ten, each hears everything, so nobody takes
 * anything from anybody; what is lost is put back.
 */
export class CallbackServers implements Registered {
  readonly #api: VkApi
  readonly #place: Place
  readonly #withComments: boolean
  readonly #clock: Clock
  #lastCode: { readonly at: number; readonly code: Promise<string> } | null = null

  constructor(api: VkApi, place: Place, withComments: boolean, clock: Clock) {
    this.#clock = clock
    this.#api = api
    this.#place = place
    this.#withComments = withComments
  }

  async register(): Promise<void> {
    const { url, secret } = this.#wanted()
    const servers = await this.#all()
    for (const server of servers) if (isStale(server, this.#place)) await this.#remove(server.id)
    const ours = servers.find((server) => server.url === url)
    const id = ours === undefined ? await this.#add(url, secret) : await this.#renew(ours, url, secret)
    const settings = { group_id: this.#place.groupId, server_id: String(id), api_version: apiVersion }
    await this.#api.call(
      'groups.setCallbackSettings',
      { ...settings, ...wantedEvents(this.#withComments) },
      z.unknown(),
    )
  }

  async look(): Promise<ChannelState> {
    const { url } = this.#wanted()
    const ours = (await this.#all()).find((server) => server.url === url)
    // Just added, VK has not asked for its confirmation yet.
    if (ours?.status === 'ok' || ours?.status === 'wait') return { kind: 'green' }
    await this.register()
    return { kind: 'degraded', reason: 'webhookFails', detail: ours === undefined ? null : ours.status }
  }

  cut(): void {
    this.#api.close()
  }

  /** Takes our servers away: the channel is disconnected, or receives in another way. */
  async giveUp(): Promise<void> {
    const { webhookUrl } = this.#place
    for (const server of await this.#all())
      if ((webhookUrl !== null && server.url === webhookUrl) || isStale(server, this.#place))
        await this.#remove(server.id)
  }

  /**
   * VK gives another one whenever servers are added or changed, so whoever shows the secret is told the one of this moment. Others get
   * the last one for a while, or a stranger could have us ask VK without end.
   */
  confirmation(isProven: boolean): Promise<string> {
    const now = this.#clock.monotonic()
    const last = this.#lastCode
    if (!isProven && last !== null && now - last.at < codeKeptMs) return last.code
    const params = { group_id: this.#place.groupId }
    const code = this.#api
      .call('groups.getCallbackConfirmationCode', params, z.object({ code: z.string().min(1) }))
      .then((answer) => answer.code)
    this.#lastCode = { at: now, code }
    return code
  }

  #wanted() {
    const { webhookUrl, webhookSecret } = this.#place
    if (webhookUrl === null) throw new Error('a channel without an address was registered')
    return { url: webhookUrl, secret: webhookSecret }
  }

  async #all(): Promise<readonly Server[]> {
    return (await this.#api.call('groups.getCallbackServers', { group_id: this.#place.groupId }, Servers)).items
  }

  async #add(url: string, secret: string): Promise<number> {
    this.#lastCode = null
    const params = { group_id: this.#place.groupId, url, title: serverTitle, secret_key: secret }
    try {
      return (await this.#api.call('groups.addCallbackServer', params, Added)).server_id
    } catch (error) {
      if (error instanceof MessengerRefused && error.code === serversFull) throw tooMany(error)
      throw error
    }
  }

  async #renew(server: Server, url: string, secret: string): Promise<number> {
    if (server.status === 'ok' && server.secret_key === secret) return server.id
    this.#lastCode = null
    const params = { group_id: this.#place.groupId, server_id: String(server.id), url, title: serverTitle }
    await this.#api.call('groups.editCallbackServer', { ...params, secret_key: secret }, z.unknown())
    return server.id
  }

  async #remove(id: number): Promise<void> {
    const params = { group_id: this.#place.groupId, server_id: String(id) }
    await this.#api.call('groups.deleteCallbackServer', params, z.unknown())
  }
}

/** In words an administrator can act by: VK itself says "Callback API servers number limit is reached". */
function tooMany(cause: MessengerRefused): MessengerRefused {
  const words = 'the community has 10 Callback servers, the most VK allows: remove one that is not used'
  return Object.assign(new MessengerRefused('refused', words, null, serversFull), { cause })
}
