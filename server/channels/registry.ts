import type { ChannelHealth, Messenger } from '#protocol/channel'
import type { ConnectionForm } from '#protocol/connection'
import { type Outcome, refused } from '#protocol/errors'
import type { ChannelId, ConversationId, Seq } from '#protocol/ids'
import type { MessageEntry } from '#protocol/message'
import type { Change } from '../conversations/announcer'
import type { Clock, Timers } from '../platform'
import type {
  Channel,
  ChannelKind,
  EditedMessage,
  ReadAttachment,
  SentMessage,
  StoredConnection,
  WebhookCall,
} from './channel'
import type { Delivery } from './delivery'
import { HeldEvents } from './held-events'
import { lastSendsMs } from './lane'
import { OpenChannel } from './open-channel'
import type { PictureAsker } from './picture-watch'
import type { ChannelRecord, ChannelStore, Inbox } from './ports'
import { answerWebhook, type Surroundings, type WebhookReply } from './webhook'

export interface RegistryOptions {
  readonly clock: Clock
  readonly timers: Timers
  readonly kinds: readonly ChannelKind[]
  readonly store: ChannelStore
  readonly inbox: Inbox
  readonly delivery: Delivery
  readonly readAttachment: ReadAttachment
  /** The address messengers can reach the hub by; null = there is none. */
  readonly publicUrl: string | null
  readonly onContactTyping: (conversationId: ConversationId) => void
  readonly onTemplates: (channelId: ChannelId) => void
  readonly onHealth: (channelId: ChannelId, health: ChannelHealth) => void
  readonly onError: (event: string, channelId: ChannelId | null, error: unknown) => void
}

const saveTimesEveryMs = 60_000

const unable = (channel: Channel | undefined) =>
  channel === undefined
    ? refused('CHANNEL_DISCONNECTED', 'the channel is not open')
    : refused('MESSENGER_REFUSED', 'the messenger cannot do that')

/** The connected channels: opened at start, reached by their id, closed at the end. */
export class Registry {
  private readonly open = new Map<ChannelId, OpenChannel>()
  private readonly kinds: ReadonlyMap<Messenger, ChannelKind>
  private readonly heldEvents: HeldEvents
  private cancelTimer: () => void = () => {}

  constructor(private readonly options: RegistryOptions) {
    this.kinds = new Map(options.kinds.map((kind) => [kind.messenger, kind]))
    const { clock, timers, inbox } = options
    this.heldEvents = new HeldEvents({
      clock,
      timers,
      inbox,
      isOpen: (id) => this.open.has(id),
      onError: (error) => options.onError('channel.retryFailed', null, error),
    })
  }

  /** Opens every connected channel. One that cannot be opened says so in its health and holds up nobody. */
  async start(): Promise<void> {
    for (const record of await this.options.store.all()) if (record.isConnected) await this.openChannel(record)
    this.heldEvents.look()
    this.saveTimesLater()
  }

  async stop(): Promise<void> {
    this.cancelTimer()
    await this.heldEvents.stop()
    await Promise.all([...this.open.keys()].map((id) => this.closeChannel(id, 'stopping', lastSendsMs)))
  }

  kind(messenger: Messenger): ChannelKind | undefined {
    return this.kinds.get(messenger)
  }

  /** The live state of an open channel, for its card. */
  live(id: ChannelId): Pick<OpenChannel, 'state' | 'lastInAt' | 'lastOutAt'> | undefined {
    return this.open.get(id)
  }

  channel(id: ChannelId): Channel | undefined {
    return this.open.get(id)?.channel ?? undefined
  }

  async openChannel(record: ChannelRecord): Promise<void> {
    const kind = this.kinds.get(record.messenger)
    if (kind === undefined) return
    const { options } = this
    const connection = this.connectionOf(record)
    const open = new OpenChannel(record, kind, connection, { ...options, news: this.news })
    this.open.set(record.id, open)
    if (connection === null) {
      options.onError('channel.secretNotOpened', record.id, null)
      open.health({ kind: 'stopped', reason: 'secret', detail: null })
      return
    }
    try {
      open.channel = await kind.open(connection, open, options.readAttachment)
      options.delivery.opened(open.channel, kind)
      open.opened()
      if (open.channel.templates !== undefined) options.onTemplates(record.id)
    } catch (error) {
      options.onError('channel.openFailed', record.id, error)
      open.health({ kind: 'stopped', reason: 'notOpened', detail: null })
    }
    this.heldEvents.look()
  }

  /** Sends under way come to their end first, so that none of them is left in doubt; `sendsWithinMs` when there is no time for that. */
  async closeChannel(id: ChannelId, reason: 'stopping' | 'disconnected', sendsWithinMs?: number): Promise<void> {
    const open = this.open.get(id)
    if (open === undefined) return
    this.open.delete(id)
    const { delivery, onError } = this.options
    try {
      await (reason === 'stopping' ? delivery.closed(id, sendsWithinMs) : delivery.abandon(id))
      await open.channel?.close(reason)
      await open.saveTimes()
    } catch (error) {
      onError('channel.closeFailed', id, error)
    }
  }

  /** A call to `/hooks/{channelId}`, on its raw bytes. Answered after the commit. */
  webhook(id: string, call: WebhookCall): Promise<WebhookReply> {
    return answerWebhook(this.called(id), call, this.surroundings)
  }

  private readonly surroundings: Surroundings = {
    others: (door) => [...this.open.values()].filter((one) => one !== door && one.kind === door.kind),
    onError: (error) => this.options.onError('webhook.failed', null, error),
  }

  /** By what somebody says a channel is called. */
  private called(id: string): OpenChannel | undefined {
    const byId: ReadonlyMap<string, OpenChannel> = this.open
    return byId.get(id)
  }

  /** A call that was turned away before anybody looked whose it is. False when there is no such channel. */
  malformedCall(id: string): boolean {
    const open = this.called(id)
    open?.refused('malformedCalls')
    return open !== undefined
  }

  /** Takes up what a commit has queued. */
  changed(changes: readonly Change[]): void {
    for (const { item } of changes) {
      const entry = item.event.kind === 'conversation.changed' ? null : item.event.entry
      if (entry?.kind === 'message' && entry.delivery?.status === 'queued')
        this.options.delivery.wake(item.row.channelId)
      if (entry?.kind === 'message' && item.event.kind === 'entry.changed' && isRewritten(entry))
        this.inChat(item.conversationId, (channel, chat) => channel.changed?.(chat, entry.seq))
      if (entry?.kind === 'system' && entry.event.kind === 'closed')
        this.inChat(item.conversationId, (channel, chat) => channel.inquiryClosed?.(chat))
    }
  }

  /** The settings of an open channel. */
  formOf(id: ChannelId): ConnectionForm | null {
    return this.open.get(id)?.record.form ?? null
  }

  /** Where somebody who speaks in public is answered in private; null = nowhere. */
  privateChat(id: ChannelId, externalChat: string): string | null {
    return this.open.get(id)?.kind.privateChat?.(externalChat) ?? null
  }

  /** Whether somebody who speaks in public may be written to in private; what cannot be asked now is found out by writing. */
  async isLetThrough(id: ChannelId, privateChat: string): Promise<boolean> {
    const channel = this.channel(id)
    return channel?.mayWrite === undefined ? true : await channel.mayWrite(privateChat).catch(() => true)
  }

  /** Puts another text in place of what was sent. */
  async edit(id: ChannelId, message: SentMessage, text: string): Promise<Outcome<EditedMessage>> {
    const channel = this.channel(id)
    return (await channel?.editSent?.(message, text)) ?? unable(channel)
  }

  /** Takes back what was sent, for both sides. */
  async delete(id: ChannelId, message: SentMessage): Promise<Outcome<null>> {
    const channel = this.channel(id)
    return (await channel?.deleteSent?.(message)) ?? unable(channel)
  }

  sent(id: ChannelId): void {
    this.open.get(id)?.sent()
  }

  /** The messenger refuses the credentials: nothing more goes out until they are replaced. */
  authFailed(id: ChannelId): void {
    this.open.get(id)?.authFailed()
  }

  /** An operator writes: the contact sees it where the messenger can show it. */
  operatorTyping(conversationId: ConversationId, operatorName: string): void {
    this.inChat(conversationId, (channel, chat) => channel.typing(chat, operatorName))
  }

  companyRead(conversationId: ConversationId, upTo: Seq): void {
    this.inChat(conversationId, async (channel, chat) => {
      if (channel.markRead === undefined) return
      const externalMessageId = await this.options.store.lastHeard(conversationId, upTo)
      channel.markRead(chat, { seq: upTo, externalMessageId })
    })
  }

  private inChat(
    conversationId: ConversationId,
    act: (channel: Channel, externalChat: string) => Promise<void> | void,
  ): void {
    const { store, onError } = this.options
    store
      .chatOf(conversationId)
      .then((chat) => {
        const channel = chat === undefined ? undefined : this.channel(chat.channelId)
        return chat === undefined || channel === undefined ? undefined : act(channel, chat.externalChat)
      })
      .catch((error: unknown) => onError('channel.chatNotRead', null, error))
  }

  private readonly news = {
    held: () => this.heldEvents.look(),
    healthChanged: (record: ChannelRecord, health: ChannelHealth) => this.options.onHealth(record.id, health),
    contactTyping: (record: ChannelRecord, externalChat: string) => this.contactTyping(record.id, externalChat),
    templatesChanged: (record: ChannelRecord) => this.options.onTemplates(record.id),
    broke: (record: ChannelRecord, error: unknown) => this.options.onError('channel.storeFailed', record.id, error),
  }

  private contactTyping(channelId: ChannelId, externalChat: string): void {
    const { store, onContactTyping, onError } = this.options
    store
      .conversationOf(channelId, externalChat)
      .then((id) => (id === undefined ? undefined : onContactTyping(id)))
      .catch((error: unknown) => onError('channel.chatNotRead', channelId, error))
  }

  /** Open channels whose messenger tells pictures of contacts when it is asked. */
  withPictures(): readonly PictureAsker[] {
    return [...this.open].flatMap(([channelId, open]) => {
      const { channel } = open
      if (channel?.pictureOf === undefined) return []
      const ask = async (externalChat: string) => (await channel.pictureOf?.(externalChat)) ?? null
      return [{ channelId, ask, lastActiveAt: () => open.lastActiveAt }]
    })
  }

  /** Open channels whose messenger has templates. */
  withTemplates(): readonly ChannelId[] {
    return [...this.open].flatMap(([id, { channel }]) => (channel?.templates === undefined ? [] : [id]))
  }

  get publicUrl(): string | null {
    return this.options.publicUrl
  }

  /** What a messenger is to call for this channel; null without a public address. */
  webhookUrl(id: ChannelId): string | null {
    return this.publicUrl === null ? null : `${this.publicUrl}/hooks/${id}`
  }

  private connectionOf(record: ChannelRecord): StoredConnection | null {
    const webhookUrl = this.webhookUrl(record.id)
    const { id, form, webhookSecret, pollPosition, accountKey } = record
    return form === null ? null : { id, form, webhookSecret, webhookUrl, pollPosition, accountKey }
  }

  private saveTimesLater(): void {
    this.cancelTimer = this.options.timers.after(saveTimesEveryMs, () => {
      for (const [id, open] of this.open) {
        open.lookAtNotes()
        open.saveTimes().catch((error: unknown) => this.options.onError('channel.storeFailed', id, error))
      }
      this.saveTimesLater()
    })
  }
}

/** Not only how far it has come: its words. */
const isRewritten = ({ author, editedAt, deleted }: MessageEntry): boolean =>
  author.kind !== 'contact' && (editedAt !== null || deleted !== null)
