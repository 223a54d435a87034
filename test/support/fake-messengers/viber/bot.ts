import { createHmac } from 'node:crypto'
import { PlannedFaults } from '../planned-faults'
import type { CallFault } from '../telegram/faults'
import { Waiting } from '../waiting'
import { WebhookQueue } from '../webhook-queue'
import { wideText } from '../wide'
import { ViberRefusal } from './refusals'
import type { FetchedMedia, ViberButton, ViberMessage } from './sending'

export interface ViberProfile {
  readonly token: string
  readonly id: string
  readonly name: string
  readonly uri: string
  readonly picture: Buffer | null
}

/** A person with Viber: his id is this bot's alone. */
export interface ViberUser {
  readonly id: string
  readonly name: string
  readonly avatar?: string
  /** His number, which nobody learns before he shares it. */
  readonly phone?: string
  /** His program knows plain text alone. */
  readonly hasOldProgram?: boolean
}

export type ViberCallback = Readonly<Record<string, unknown>>

/** What the bot has sent, as the person sees it. */
export interface SeenMessage {
  readonly token: bigint
  readonly text: string
  readonly type: ViberMessage['type']
  readonly senderName: string
  readonly fileName: string | null
  readonly media: FetchedMedia | null
  readonly buttons: readonly ViberButton[]
  readonly trackingData: string | null
}

interface Subscriber {
  readonly user: ViberUser
  isSubscribed: boolean
  isRead: number
  readonly seen: SeenMessage[]
}

/** Well above 2^53, as real ones are. */
let nextToken = 4_912_661_846_655_238_145n

/** The service began long ago: a hub that knows an earlier run of it must not take new events for repeats. */
export const skipTokens = (count: number): void => {
  nextToken += BigInt(count)
}

const personOf = ({ id, name, avatar }: ViberUser) => ({
  ...{ id, name, country: 'RU', language: 'ru', api_version: 10 },
  ...(avatar !== undefined && { avatar }),
})

/** A bot at the service: what it is, what it has sent, what people do to it. */
export class FakeViberBot {
  readonly profile: ViberProfile
  readonly faults = new PlannedFaults<CallFault>()
  readonly calls: { readonly method: string; readonly body: unknown }[] = []
  readonly updates: WebhookQueue<string>
  readonly waiting = new Waiting()
  readonly files = new Map<string, Buffer>()
  readonly #mediaUrl: string
  isRevoked = false
  webhook: { readonly url: string; readonly eventTypes: readonly string[] } | null = null
  readonly #people = new Map<string, Subscriber>()

  constructor(profile: ViberProfile, mediaUrl: string) {
    this.profile = profile
    this.#mediaUrl = mediaUrl
    this.updates = new WebhookQueue((body) => this.post(body))
  }

  // What people do. Each gives the callback as it goes over the wire.

  userWrites(user: ViberUser, text: string, extra: ViberCallback = {}): string {
    return this.userSends(user, { type: 'text', text, ...extra })
  }

  /** Any message; the bot's tracking data comes back with it. */
  userSends(user: ViberUser, message: ViberCallback): string {
    const person = this.#person(user)
    person.isSubscribed = true
    const trackingData = person.seen.at(-1)?.trackingData ?? null
    const content = trackingData === null ? message : { ...message, tracking_data: trackingData }
    return this.#tell('message', { sender: personOf(user), message: content, silent: false })
  }

  userSendsPhoto(user: ViberUser, bytes: Buffer, caption = ''): string {
    const media = this.upload(bytes, 'photo.jpg')
    return this.userSends(user, { type: 'picture', media, thumbnail: media, text: caption, file_name: 'photo.jpg' })
  }

  userSendsFile(user: ViberUser, name: string, bytes: Buffer): string {
    const media = this.upload(bytes, 'file.bin')
    return this.userSends(user, { type: 'file', media, file_name: name, file_size: bytes.length })
  }

  /** Presses a button he sees; his phone writes what the button says. */
  userPresses(user: ViberUser, label: string): string {
    const button = this.#person(user)
      .seen.at(-1)
      ?.buttons.find(({ Text: text }) => text === label)
    if (button === undefined) throw new Error(`there is no button ${label}`)
    if (button.ActionType === 'share-phone') return this.userSharesPhone(user)
    return this.userWrites(user, button.ActionBody)
  }

  /** His own card. */
  userSharesPhone(user: ViberUser): string {
    return this.userSends(user, { type: 'contact', contact: { name: user.name, phone_number: user.phone ?? '' } })
  }

  /** Opens the chat without writing: he is no subscriber yet. */
  userStarts(user: ViberUser, context = ''): string {
    const { isSubscribed } = this.#person(user)
    return this.#tell('conversation_started', { type: 'open', context, user: personOf(user), subscribed: isSubscribed })
  }

  userSubscribes(user: ViberUser): string {
    this.#person(user).isSubscribed = true
    return this.#tell('subscribed', { user: personOf(user) })
  }

  userUnsubscribes(user: ViberUser): string {
    this.#person(user).isSubscribed = false
    return this.#tell('unsubscribed', { user_id: user.id })
  }

  /** He leaves while the service has no time to tell. */
  userUnsubscribesSilently(user: ViberUser): void {
    this.#person(user).isSubscribed = false
  }

  /** Reads everything, on two devices that each tell of it, in no good order. */
  userReads(user: ViberUser): void {
    const person = this.#person(user)
    const fresh = person.seen.slice(person.isRead)
    person.isRead = person.seen.length
    for (const { token } of fresh)
      for (const event of ['delivered', 'seen', 'delivered', 'seen']) this.tellOf(event, user, token)
  }

  tellOf(event: string, user: ViberUser, token: bigint, extra: ViberCallback = {}): string {
    return this.#tell(event, { user_id: user.id, ...extra }, token)
  }

  seenBy(user: ViberUser): readonly SeenMessage[] {
    return this.#people.get(user.id)?.seen ?? []
  }

  /** What came with a message of the bot, as the service has fetched it. */
  mediaOf(token: string): FetchedMedia | null {
    const all = [...this.#people.values()].flatMap(({ seen }) => seen)
    return all.find((message) => String(message.token) === token)?.media ?? null
  }

  // What the service does.

  until(isSo: () => boolean): Promise<void> {
    return this.waiting.until(isSo)
  }

  /** A file on the service's own host. */
  upload(bytes: Buffer, name: string): string {
    const place = `${this.files.size + 1}-${name}`
    this.files.set(place, bytes)
    return `${this.#mediaUrl}/${place}`
  }

  /** Who a message may go to; throws as the service refuses. */
  receiver(id: string): Subscriber {
    const person = this.#people.get(id)
    if (person === undefined) throw new ViberRefusal(5, 'receiverNotRegistered')
    if (!person.isSubscribed) throw new ViberRefusal(6, 'receiverNotSubscribed')
    return person
  }

  keep({ seen }: Subscriber, message: ViberMessage, media: FetchedMedia | null): bigint {
    nextToken += 1n
    seen.push({
      token: nextToken,
      text: 'text' in message ? message.text : '',
      type: message.type,
      senderName: message.sender.name,
      fileName: message.type === 'file' ? message.file_name : null,
      media,
      buttons: message.keyboard?.Buttons ?? [],
      trackingData: message.tracking_data ?? null,
    })
    return nextToken
  }

  /** One call to the webhook, signed; gives the status. */
  async post(body: string, key: string = this.profile.token, url = this.webhook?.url): Promise<number | null> {
    if (url === undefined) return null
    const signature = createHmac('sha256', key).update(body).digest('hex')
    const headers = { 'content-type': 'application/json', 'x-viber-content-signature': signature }
    const status = await fetch(url, { method: 'POST', headers, body }).then(
      async (response) => {
        await response.text()
        return response.status
      },
      () => null,
    )
    this.waiting.happened()
    return status
  }

  /** The greeting of a new webhook, before it is taken. */
  async greet(url: string): Promise<boolean> {
    nextToken += 1n
    const greeting = wideText({ event: 'webhook', timestamp: Date.now(), message_token: nextToken })
    return (await this.post(greeting, this.profile.token, url)) === 200
  }

  #person(user: ViberUser): Subscriber {
    const known = this.#people.get(user.id)
    if (known !== undefined) return known
    const person = { user, isSubscribed: false, isRead: 0, seen: [] }
    this.#people.set(user.id, person)
    return person
  }

  /** Keys and numbers as the service writes them. */
  #tell(event: string, body: ViberCallback, token?: bigint): string {
    nextToken += 1n
    const head = { event, timestamp: Date.now(), chat_hostname: 'SN-CHAT-05_', message_token: token ?? nextToken }
    const text = wideText({ ...head, ...body })
    const isWanted = event === 'message' || this.webhook === null || this.webhook.eventTypes.includes(event)
    if (isWanted) this.updates.add(text)
    return text
  }
}
