import { PlannedFaults } from '../planned-faults'
import { isRecord } from '../telegram/params'
import type { AccountProfile, FakeAccount } from './account'
import type { CallFault } from './faults'
import { type FakeFile, FakeFiles } from './files'
import { contactOf, type FakeUser, senderOf } from './people'
import { missingParameter, wrongParameter } from './refusals'
import { type Draft, draftOf, type FakeMessage } from './sending'
import type { FakeTemplateStatus, FakeTemplates } from './templates'
import { type Callback, type FakeEvent, FakeWebhook } from './webhook'

export interface NumberProfile extends AccountProfile {
  readonly phoneNumberId: string
  readonly phone: string
  readonly name: string
}

type Json = Readonly<Record<string, unknown>>

const windowMs = 24 * 3_600_000

/** A company's number at the service: what it has sent, what people do to it. */
export class FakeNumber {
  readonly profile: NumberProfile
  readonly faults = new PlannedFaults<CallFault>()
  readonly files: FakeFiles
  readonly account: FakeAccount
  readonly webhook: FakeWebhook
  /** Accepted calls, by the last word of their address. */
  readonly calls: { readonly place: string; readonly body: unknown }[] = []
  /** What Meta thinks of its messages. */
  quality: 'GREEN' | 'YELLOW' | 'RED' = 'GREEN'
  /** It may not be given a callback of its own, as when it is in use in the phone's program too. */
  isRouteRefused = false
  /** Milliseconds the service's clock is ahead of ours. */
  aheadMs = 0
  /** Statuses come by themselves; else only what `tells` says. */
  tellsStatuses = true
  readonly #sent: FakeMessage[] = []
  readonly #users = new Map<string, FakeUser>()
  readonly #wroteAt = new Map<string, number>()
  readonly #unreachable = new Set<string>()
  /** Whom people have become, by the number they had. */
  readonly #moved = new Map<string, FakeUser>()
  readonly #typing: { readonly messageId: string; readonly isTyping: boolean }[] = []
  readonly #heard = new Set<() => void>()
  #override: Callback | null = null
  #count = 0

  constructor(profile: NumberProfile, account: FakeAccount, baseUrl: string) {
    this.profile = profile
    this.account = account
    this.files = new FakeFiles(baseUrl)
    const metadata = {
      display_phone_number: profile.phone.replaceAll(/\D/g, ''),
      phone_number_id: profile.phoneNumberId,
    }
    this.webhook = new FakeWebhook(
      () => ({ id: profile.accountId, appSecret: profile.appSecret, metadata }),
      () => (account.isSubscribed ? (this.#override ?? account.callback) : null),
    )
    account.onMoved(() => this.webhook.moved())
  }

  /** A callback of its own, which comes before that of the account and that of the app. */
  get override(): Callback | null {
    return this.#override
  }

  set override(callback: Callback | null) {
    this.#override = callback
    this.webhook.moved()
  }

  get templates(): FakeTemplates {
    return this.account.templates
  }

  get isSubscribed(): boolean {
    return this.account.isSubscribed
  }

  get isRevoked(): boolean {
    return this.account.isRevoked
  }

  set isRevoked(isRevoked: boolean) {
    this.account.isRevoked = isRevoked
  }

  get now(): number {
    return Date.now() + this.aheadMs
  }

  /** The service began long ago: a hub that knows an earlier run of it must not take new events for repeats. */
  skipIds(count: number): void {
    this.#count += count
  }

  // What people do.

  userWrites(user: FakeUser, text: string, more: Json = {}): FakeEvent {
    return this.says(user, { type: 'text', text: { body: text }, ...more })
  }

  userSends(
    user: FakeUser,
    type: 'image' | 'video' | 'audio' | 'document' | 'sticker',
    file: Pick<FakeFile, 'name' | 'mediaType' | 'bytes'>,
    more: Json = {},
  ): FakeEvent {
    const kept = this.files.add(file.name, file.mediaType, file.bytes)
    const name = type === 'document' && { filename: file.name }
    return this.says(user, { type, [type]: { id: kept.id, mime_type: file.mediaType, sha256: 'x', ...name, ...more } })
  }

  /** Presses what he sees under a message of the company; throws when it is not there. */
  userPresses(user: FakeUser, messageId: string, title: string): FakeEvent {
    const message = this.#sent.find(({ id }) => id === messageId)
    const button = message?.buttons.find((one) => one.title === title)
    if (message === undefined || button === undefined) throw new Error(`there is no button ${title}`)
    const context = { context: { from: this.profile.phone.replaceAll(/\D/g, ''), id: messageId } }
    if (message.isTemplate)
      return this.says(user, { ...context, type: 'button', button: { text: title, payload: button.id } })
    const kind = message.buttons.length > 3 ? 'list_reply' : 'button_reply'
    return this.says(user, {
      ...context,
      type: 'interactive',
      interactive: { type: kind, [kind]: { id: button.id, title } },
    })
  }

  userReacts(user: FakeUser, messageId: string, emoji: string | null): FakeEvent {
    const reaction = { message_id: messageId, ...(emoji !== null && { emoji }) }
    return this.says(user, { type: 'reaction', reaction })
  }

  /** Anything a person can do that is said as a message. */
  says(user: FakeUser, message: Json): FakeEvent {
    this.meets(user)
    this.#wroteAt.set(user.phone, this.now)
    const timestamp = String(Math.floor(this.now / 1000))
    const item = { ...senderOf(user), id: this.#newId(), timestamp, ...message }
    const event: FakeEvent = { field: 'messages', list: 'messages', item, contact: contactOf(user) }
    this.webhook.add(event)
    return event
  }

  /** He is a person with WhatsApp. */
  meets(user: FakeUser): void {
    this.#users.set(user.phone, user)
  }

  /** Nothing reaches him any more, as when he has blocked us; nobody is told. */
  loses(user: FakeUser): void {
    this.#unreachable.add(user.phone)
  }

  finds(user: FakeUser): void {
    this.#unreachable.delete(user.phone)
  }

  isLost(user: FakeUser): boolean {
    return this.#unreachable.has(user.phone)
  }

  userReads(user: FakeUser): void {
    for (const message of this.seenBy(user)) this.tells(message, 'read')
  }

  /** He goes by another number: the old one is told in the same chat. */
  userChangesNumber(user: FakeUser, next: FakeUser): FakeEvent {
    const system = {
      body: `${user.name} changed numbers`,
      type: user.userId === null ? 'user_changed_number' : 'user_changed_user_id',
      wa_id: next.phone,
      ...(user.userId !== null && { previous_user_id: user.userId, user_id: next.userId }),
    }
    const event = this.says(user, { type: 'system', system })
    this.meets(next)
    this.#moved.set(user.phone, next)
    return event
  }

  tells(
    message: FakeMessage,
    status: string,
    error: { readonly code: number; readonly title: string } | null = null,
  ): void {
    const user = this.#recipient(message.to)
    const item = {
      ...{ id: message.id, status, timestamp: String(Math.floor(this.now / 1000)) },
      // A failure may name the phone alone.
      ...(user?.hidesPhone !== true && user !== undefined && { recipient_id: user.phone }),
      ...(status !== 'failed' && user?.userId != null && { recipient_user_id: user.userId }),
      ...(message.along !== null && { biz_opaque_callback_data: message.along }),
      ...(error !== null && {
        errors: [{ ...error, message: error.title, error_data: { details: `${error.title}.` } }],
      }),
    }
    this.webhook.add({ field: 'messages', list: 'statuses', item, contact: null })
  }

  reviews(templateId: string, status: FakeTemplateStatus, reason = 'NONE'): void {
    this.account.reviews(templateId, status, reason)
  }

  /** What a person sees of the company's messages, in order. */
  seenBy(user: FakeUser): readonly FakeMessage[] {
    return this.#sent.filter(({ to }) => to === user.phone || to === user.userId)
  }

  /** Which messages the company has shown as read, and under which it was writing. */
  get read(): readonly { readonly messageId: string; readonly isTyping: boolean }[] {
    return this.#typing
  }

  // What the service does for calls.

  /** Resolves once the condition holds; looked at after each call. */
  async until(isSo: () => boolean, within = 5000): Promise<void> {
    if (isSo()) return
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!isSo()) return
        clearTimeout(timer)
        this.#heard.delete(look)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#heard.delete(look)
        reject(new Error('what was waited for did not happen'))
      }, within)
      this.#heard.add(look)
    })
  }

  heard(place: string, body: unknown): void {
    this.calls.push({ place, body })
    for (const look of [...this.#heard]) look()
  }

  /** The endpoint `messages`: a message, or that one was read. */
  takes(body: Json): unknown {
    if (body.messaging_product !== 'whatsapp') throw missingParameter('messaging_product')
    if (body.status === 'read') return this.#marksRead(body)
    const to = typeof body.to === 'string' ? body.to : body.recipient
    if (typeof to !== 'string' || to === '') throw missingParameter('Parameter to or recipient is required')
    if (typeof body.to === 'string' && !/^\d{7,15}$/.test(body.to)) throw wrongParameter('to')
    return this.#accepts(to, body, draftOf(body, this.files, this.templates))
  }

  #accepts(to: string, body: Json, draft: Draft): unknown {
    const along = body.biz_opaque_callback_data
    if (typeof along === 'string' && Buffer.byteLength(along) > 512) throw wrongParameter('biz_opaque_callback_data')
    const replyTo = isRecord(body.context) ? String(body.context.message_id) : null
    const message: FakeMessage = {
      ...draft,
      id: this.#newId(),
      to,
      replyTo,
      along: typeof along === 'string' ? along : null,
    }
    const user = this.#recipient(to)
    const failure = this.#failureOf(user, message)
    if (failure !== null) this.tells(message, 'failed', failure)
    else {
      this.#sent.push(message)
      if (this.tellsStatuses) for (const status of ['sent', 'delivered']) this.tells(message, status)
    }
    const contact = { input: to, ...(user !== undefined && { wa_id: user.phone }) }
    return {
      messaging_product: 'whatsapp',
      contacts: [contact],
      messages: [{ id: message.id, message_status: 'accepted' }],
    }
  }

  /** A 200 only means accepted: these come as a status. */
  #failureOf(user: FakeUser | undefined, { isTemplate }: FakeMessage) {
    if (user === undefined || this.isLost(user)) return { code: 131026, title: 'Message undeliverable' }
    const wroteAt = this.#wroteAt.get(user.phone) ?? Number.NEGATIVE_INFINITY
    const isClosed = this.now - wroteAt > windowMs
    return isClosed && !isTemplate ? { code: 131047, title: 'Re-engagement message' } : null
  }

  #marksRead(body: Json): unknown {
    const messageId = body.message_id
    if (typeof messageId !== 'string' || messageId === '') throw missingParameter('message_id')
    this.#typing.push({ messageId, isTyping: isRecord(body.typing_indicator) })
    return { success: true }
  }

  /** As he is called now, whatever he was called when it was sent. */
  #recipient(to: string): FakeUser | undefined {
    const user = [...this.#users.values()].find(({ phone, userId }) => phone === to || userId === to)
    return (user && this.#moved.get(user.phone)) ?? user
  }

  #newId(): string {
    this.#count += 1
    return `wamid.HBgLNzk5OTEyMzQ1NjcVAgARGBI${Buffer.from(String(this.#count).padStart(12, '0')).toString('base64')}AA==`
  }
}
