import { type ChannelHealth, type ChannelNote, channelNotes } from '#protocol/channel'
import type { ChannelState } from './channel'

const hourMs = 3_600_000

/** How long after the last time each is shown; null = until it is called over. */
const shownMs: Readonly<Record<ChannelNote, number | null>> = {
  forgedCalls: null,
  malformedCalls: null,
  otherNumber: hourMs,
  spamLimit: hourMs,
  accountRestricted: hourMs,
  payment: hourMs,
  // They are listed once an hour.
  templatesUnread: 2 * hourMs,
}

/** Because of these nothing leaves, whatever the messenger says to the calls of the hub. */
const stops: ReadonlySet<ChannelNote> = new Set(['accountRestricted', 'payment'])

interface Note {
  readonly state: Exclude<ChannelState, { readonly kind: 'green' }>
  readonly until: number | null
}

const noteNamed = (reason: string): ChannelNote | undefined => channelNotes.find((one) => one === reason)

/** What is shown of a channel for a while beside what its messenger's side reports. */
export class HealthNotes {
  private readonly notes = new Map<ChannelNote, Note>()

  add(reason: ChannelNote, detail: string | null, now: number): void {
    const ms = shownMs[reason]
    const kind = stops.has(reason) ? 'stopped' : 'degraded'
    this.notes.set(reason, { state: { kind, reason, detail }, until: ms === null ? null : now + ms })
  }

  /** A note that stood when the hub ended. False for what is none. */
  resume(health: ChannelHealth): boolean {
    const reason = health.kind === 'green' ? undefined : noteNamed(health.reason)
    if (health.kind === 'green' || reason === undefined) return false
    this.add(reason, health.detail, health.since)
    return true
  }

  end(reason: ChannelNote): void {
    this.notes.delete(reason)
  }

  expire(now: number): void {
    for (const [reason, { until }] of this.notes) if (until !== null && until <= now) this.notes.delete(reason)
  }

  /** Nothing leaves, and why is known better than by what a send was refused with. */
  get areStopping(): boolean {
    return [...stops].some((reason) => this.notes.has(reason))
  }

  /** How a channel is, all in all: what stops it before what hinders it, what its messenger's side says before a note. */
  over(told: ChannelState): ChannelState {
    const notes = [...this.notes.values()].map(({ state }) => state)
    const stopping = notes.find(({ kind }) => kind === 'stopped')
    if (told.kind === 'stopped') return told
    return stopping ?? (told.kind === 'degraded' ? told : (notes[0] ?? told))
  }
}
