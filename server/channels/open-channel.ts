import type { ChannelHealth, ChannelNote, ChannelTrouble } from '#protocol/channel'
import type { Clock } from '../platform'
import type {
  Channel,
  ChannelKind,
  ChannelSink,
  ChannelState,
  ChannelVoice,
  ForAnother,
  RawInbound,
  StoredConnection,
} from './channel'
import { HealthNotes } from './health-notes'
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
export type RefusedCalls = Extract<ChannelNote, 'forgedCalls' | 'malformedCalls'>

/** More of them than this in a minute are told in the channel's health. */
const refusedLimit = 20
const refusedWithinMs = 60_000

const reasonOf = (health: ChannelState | ChannelHealth): ChannelTrouble | null =>
  health.kind === 'green' ? null : health.reason

/** A connected channel while the hub runs: what it reports with, how it is, when something last came in and went out. */
export class OpenChannel implements ChannelSink {
  channel: Channel | null = null
  state: ChannelHealth
  lastInAt: number | null
  lastOutAt: number | null
  /** What each voice has said last. */
  private readonly told = new Map<ChannelVoice, ChannelState>()
  private readonly notes = new HealthNotes()
  private areTimesSaved = true
  private readonly refusedAt: Record<RefusedCalls, readonly number[]> = { forgedCalls: [], malformedCalls: [] }

  constructor(
    readonly record: ChannelRecord,
    readonly kind: ChannelKind,
    readonly connection: StoredConnection | null,
    private readonly options: OpenChannelOptions,
  ) {
    this.state = record.health
    this.told.set('account', this.notes.resume(record.health) ? { kind: 'green' } : record.health)
    this.lastInAt = record.lastInAt
    this.lastOutAt = record.lastOutAt
  }

  private readonly interpret = (raw: RawInbound) => this.kind.interpret(raw, this.record.form)

  async receive(told: readonly RawInbound[]): Promise<void> {
    const { inbox, news, clock } = this.options
    const raws = this.channel?.complete === undefined ? told : await this.channel.complete(told)
    const results = await Promise.all(raws.map((raw) => inbox.receive(this.record.id, raw, this.interpret)))
    if (results.includes('held')) news.held(this.record)
    this.lastInAt = clock.now()
    this.areTimesSaved = false
    this.channel?.received?.(raws)
  }

  /** What another account was told and none of ours takes: kept here, where it came in. */
  async keep(strange: readonly ForAnother[]): Promise<void> {
    const { inbox } = this.options
    await Promise.all(strange.map(({ raw }) => inbox.receive(this.record.id, raw, this.interpret)))
    const number = strange.find(({ account }) => account !== null)
    if (number !== undefined) this.noted('otherNumber', `phone_number_id: ${number.account}`)
  }

  health(told: ChannelState, voice: ChannelVoice = 'account'): void {
    this.told.set(voice, told)
    // It answers to its credentials, whatever a send was told.
    if (voice === 'account' && told.kind === 'green' && this.saidOf('sends') === 'auth') this.told.delete('sends')
    this.show()
  }

  noted(trouble: ChannelNote, detail: string | null): void {
    this.notes.add(trouble, detail, this.options.clock.now())
    this.show()
  }

  /** The messenger refuses the credentials, or whom they belong to. */
  authFailed(): void {
    if (!this.notes.areStopping) this.health({ kind: 'stopped', reason: 'auth', detail: null }, 'sends')
  }

  private saidOf(voice: ChannelVoice): ChannelTrouble | null {
    const told = this.told.get(voice)
    return told === undefined ? null : reasonOf(told)
  }

  /** Called now and then: what was noted long ago is over. */
  lookAtNotes(): void {
    this.notes.expire(this.options.clock.now())
    this.show()
  }

  private show(): void {
    const { clock, store, news } = this.options
    const before = this.state
    const after = this.notes.over(worst([...this.told.values()]))
    if (after.kind === before.kind && (after.kind === 'green' || reasonOf(before) === after.reason)) return
    this.state = after.kind === 'green' ? after : { ...after, since: clock.now() }
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
    if (this.refusedAt[reason].length > refusedLimit) this.noted(reason, null)
  }

  /** A call that was taken. It ends the note once the others have become few: not while they go on beside it. */
  genuine(): void {
    const reason = reasonOf(this.state)
    if (reason !== 'forgedCalls' && reason !== 'malformedCalls') return
    if (this.recent(reason).length > refusedLimit) return
    this.notes.end(reason)
    this.show()
  }

  private recent(reason: RefusedCalls): readonly number[] {
    const now = this.options.clock.monotonic()
    return this.refusedAt[reason].filter((at) => now - at < refusedWithinMs)
  }

  /** When something last came in or went out. */
  get lastActiveAt(): number | null {
    const { lastInAt, lastOutAt } = this
    return lastInAt === null || lastOutAt === null ? (lastInAt ?? lastOutAt) : Math.max(lastInAt, lastOutAt)
  }

  sent(): void {
    if (this.saidOf('sends') !== null) this.health({ kind: 'green' }, 'sends')
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

const gravity = ['stopped', 'degraded', 'green'] as const

function worst(all: readonly ChannelState[]): ChannelState {
  const byGravity = gravity.map((kind) => all.find((one) => one.kind === kind))
  return byGravity.find((one) => one !== undefined) ?? { kind: 'green' }
}
