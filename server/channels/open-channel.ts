import type { ChannelHealth, ChannelTrouble } from '#protocol/channel'
import type { Clock } from '../platform'
import type { Channel, ChannelKind, ChannelSink, ChannelState, RawInbound } from './channel'
import type { ChannelRecord, ChannelStore, Inbox } from './ports'

/** What an open channel tells the registry. */
export interface ChannelNews {
  /** An event of this chat is held and has to be tried again. */
  held(record: ChannelRecord): void
  healthChanged(record: ChannelRecord, health: ChannelHealth): void
  contactTyping(record: ChannelRecord, externalChat: string): void
  broke(record: ChannelRecord, error: unknown): void
  templatesChanged(record: ChannelRecord): void
}

export interface OpenChannelOptions {
  readonly clock: Clock
  readonly store: ChannelStore
  readonly inbox: Inbox
  readonly news: ChannelNews
}

/** Calls that are not taken, by what the channel's health calls many of them. */
export type RefusedCalls = Extract<ChannelTrouble, 'forgedCalls' | 'malformedCalls'>

/** More of them than this in a minute are told in the channel's health. */
const refusedLimit = 20
const refusedWithinMs = 60_000

/** A connected channel while the hub runs: what it reports with, how it is, when something last came in and went out. */
export class OpenChannel implements ChannelSink {
  channel: Channel | null = null
  state: ChannelHealth
  lastInAt: number | null
  lastOutAt: number | null
  private areTimesSaved = true
  private readonly refusedAt: Record<RefusedCalls, readonly number[]> = { forgedCalls: [], malformedCalls: [] }

  constructor(
    readonly record: ChannelRecord,
    readonly kind: ChannelKind,
    private readonly options: OpenChannelOptions,
  ) {
    this.state = record.health
    this.lastInAt = record.lastInAt
    this.lastOutAt = record.lastOutAt
  }

  async receive(told: readonly RawInbound[]): Promise<void> {
    const { inbox, news, clock } = this.options
    const raws = this.channel?.complete === undefined ? told : await this.channel.complete(told)
    const results = await Promise.all(raws.map((raw) => inbox.receive(this.record.id, raw)))
    if (results.includes('held')) news.held(this.record)
    this.lastInAt = clock.now()
    this.areTimesSaved = false
    this.channel?.received?.(raws)
  }

  health(told: ChannelState): void {
    const { clock, store, news } = this.options
    const before = this.state
    if (
      told.kind === before.kind &&
      (told.kind === 'green' || (before.kind !== 'green' && told.reason === before.reason))
    )
      return
    this.state = told.kind === 'green' ? told : { ...told, since: clock.now() }
    news.healthChanged(this.record, this.state)
    store.saveHealth(this.record.id, this.state).catch((error: unknown) => news.broke(this.record, error))
  }

  /** What kept it from opening is over. */
  opened(): void {
    if (this.state.kind === 'stopped' && ['secret', 'notOpened'].includes(this.state.reason))
      this.health({ kind: 'green' })
  }

  typing(externalChat: string): void {
    this.options.news.contactTyping(this.record, externalChat)
  }

  templatesChanged(): void {
    this.options.news.templatesChanged(this.record)
  }

  savePosition(position: string): Promise<void> {
    return this.options.store.savePosition(this.record.id, position)
  }

  /** A call to the webhook without the secret, or one that holds nothing to read. One is noise, many are somebody trying. */
  refused(reason: RefusedCalls): void {
    const now = this.options.clock.monotonic()
    this.refusedAt[reason] = [...this.recent(reason), now].slice(-refusedLimit - 1)
    if (this.refusedAt[reason].length > refusedLimit && this.state.kind === 'green')
      this.health({ kind: 'degraded', reason, detail: null })
  }

  /** A call that was taken. It ends the note once the others have become few: not while they go on beside it. */
  genuine(): void {
    if (this.state.kind !== 'degraded') return
    const { reason } = this.state
    if (reason !== 'forgedCalls' && reason !== 'malformedCalls') return
    if (this.recent(reason).length <= refusedLimit) this.health({ kind: 'green' })
  }

  private recent(reason: RefusedCalls): readonly number[] {
    const now = this.options.clock.monotonic()
    return this.refusedAt[reason].filter((at) => now - at < refusedWithinMs)
  }

  sent(): void {
    this.lastOutAt = this.options.clock.now()
    this.areTimesSaved = false
  }

  /** The times are news for a settings screen, not worth a write each. */
  async saveTimes(): Promise<void> {
    if (this.areTimesSaved) return
    this.areTimesSaved = true
    await this.options.store.saveTimes(this.record.id, this.lastInAt, this.lastOutAt)
  }
}
