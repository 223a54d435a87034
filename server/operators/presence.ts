import { assertNever } from '#protocol/ids'
import { type ChosenStatus, effectivePresence, type Link, type Presence, type StatusCause } from '#protocol/operator'
import type { DistributionSettings } from '#protocol/settings'

/**
 * Presence of one operator as a pure machine: reliability.md section 3. All moments are on one
 * clock; when that clock jumps, `shifted` moves a state along before the next event, so a jump makes nobody lost.
 */
export type PresenceSettings = Pick<
  DistributionSettings,
  'graceMs' | 'restartGraceMs' | 'awayAfterMs' | 'reassignmentDelayMs'
>

/** What of it outlives the hub. `wasLinked`: the link was not gone. */
export interface DurablePresence {
  readonly chosen: ChosenStatus
  readonly version: number
  readonly cause: StatusCause
  readonly since: number
  readonly unavailableSince: number | null
  readonly wasLinked: boolean
}

export interface PresenceState {
  readonly chosen: ChosenStatus
  readonly version: number
  readonly cause: StatusCause
  /** One for each live socket, by its id: a device that comes back on a new socket is not ended by the close of its old one. */
  readonly leases: ReadonlySet<string>
  readonly link: Link
  /** When the last lease ended; after a hub start, when the hub began to accept connections. Null while live. */
  readonly unlinkedAt: number | null
  readonly isRestartGrace: boolean
  readonly since: number
  readonly unavailableSince: number | null
  /** The last time of being unavailable, for the rule against flapping. */
  readonly lastUnavailable: { readonly since: number; readonly until: number } | null
  /** Moments from which a reassignment delay runs that is still to be told; none while he is here. */
  readonly delaysFrom: readonly number[]
  /** When the shell is to call `step` with `timeElapsed`. */
  readonly wakeAt: number | null
}

export type PresenceEvent =
  | { readonly kind: 'connected'; readonly lease: string }
  /** Clean close, network loss, `device.sleep`, a silent heartbeat: all the same. */
  | { readonly kind: 'lost'; readonly lease: string }
  /** Quit, sign-out, or the session was revoked. */
  | { readonly kind: 'left'; readonly lease: string }
  /** By himself, or by the rule about idle devices. */
  | { readonly kind: 'chosen'; readonly status: ChosenStatus; readonly cause: 'operator' | 'idle' }
  /** By somebody who may, or because his working hours have ended. */
  | { readonly kind: 'forced'; readonly status: 'busy' | 'offline'; readonly cause: 'administrator' | 'schedule' }
  | { readonly kind: 'disabled' }
  /** He was given a conversation then; if he is away, its delay counts from that moment. */
  | { readonly kind: 'given'; readonly at: number }
  | { readonly kind: 'timeElapsed' }
  | { readonly kind: 'settingsChanged' }

export type PresenceEffect =
  /** Colleagues see it; `isEffective`: what distribution looks at changed as well (effective status or link). */
  | {
      readonly kind: 'changed'
      readonly before: Presence
      readonly presence: Presence
      readonly isEffective: boolean
    }
  /** A reassignment delay has run out: his conversations are to be looked at. Told once for each. */
  | { readonly kind: 'reassignmentDue' }
  /** The one timer of this operator: to be set to `at`, or called off. */
  | { readonly kind: 'wake'; readonly at: number | null }

export interface Step {
  readonly state: PresenceState
  readonly effects: readonly PresenceEffect[]
}

/** Online for less than this between two absences is flapping: the earlier absence goes on. */
const flapMs = 10_000

/** An account that has never been here. */
export const newcomer = (now: number): DurablePresence => ({
  chosen: 'offline',
  version: 0,
  cause: 'hub',
  since: now,
  unavailableSince: now,
  wasLinked: false,
})

/** Takes presence up after a start, `now` being when the hub accepts connections: whose link was not gone has the restart grace to be back. */
export function restored(durable: DurablePresence, now: number, settings: PresenceSettings): Step {
  const { wasLinked, ...kept } = durable
  const link = wasLinked ? 'shaky' : 'gone'
  const state: PresenceState = {
    ...kept,
    leases: new Set(),
    link,
    unlinkedAt: now,
    isRestartGrace: wasLinked,
    lastUnavailable: null,
    delaysFrom: kept.unavailableSince === null ? [] : [kept.unavailableSince],
    wakeAt: null,
  }
  return settledStep(state, state, now, settings, false)
}

/** What has to be stored so that `restored` can go on from here. */
export const durable = (state: PresenceState): DurablePresence => ({
  chosen: state.chosen,
  version: state.version,
  cause: state.cause,
  since: state.since,
  unavailableSince: state.unavailableSince,
  wasLinked: state.link !== 'gone',
})

/** The same state when the clock it was told by has jumped by so much. */
export function shifted(state: PresenceState, ms: number): PresenceState {
  const moved = (at: number | null) => (at === null ? null : at + ms)
  const last = state.lastUnavailable
  return {
    ...state,
    since: state.since + ms,
    unlinkedAt: moved(state.unlinkedAt),
    unavailableSince: moved(state.unavailableSince),
    lastUnavailable: last === null ? null : { since: last.since + ms, until: last.until + ms },
    delaysFrom: state.delaysFrom.map((from) => from + ms),
    wakeAt: moved(state.wakeAt),
  }
}

/** Presence as protocol and screens know it. */
export const presenceOf = (state: PresenceState): Presence => ({
  chosen: state.chosen,
  link: state.link,
  effective: effectivePresence(state.chosen, state.link),
  version: state.version,
  since: state.since,
  unavailableSince: state.unavailableSince,
  cause: state.cause,
})

/** One event at one moment. Deadlines that passed before it are lived through first, each at its own time, so a late timer changes nothing. */
export function step(state: PresenceState, event: PresenceEvent, now: number, settings: PresenceSettings): Step {
  const changed = apply(settle(state, now, settings), event, now, settings)
  return settledStep(state, changed, now, settings, event.kind === 'timeElapsed')
}

function apply(state: PresenceState, event: PresenceEvent, now: number, settings: PresenceSettings): PresenceState {
  switch (event.kind) {
    case 'connected':
      return become(
        state,
        { leases: new Set(state.leases).add(event.lease), link: 'live', unlinkedAt: null, isRestartGrace: false },
        now,
      )
    case 'lost':
      return without(state, event.lease, now)
    case 'left': {
      if (!state.leases.has(event.lease)) return state
      const rest = without(state, event.lease, now)
      return rest.leases.size > 0 ? rest : choose(become(rest, { link: 'gone' }, now), 'offline', 'left', now)
    }
    case 'chosen':
      return choose(state, event.status, event.cause, now)
    case 'forced':
      return choose(state, event.status, event.cause, now)
    case 'disabled':
      return choose(
        { ...state, leases: new Set(), link: 'gone', unlinkedAt: state.unlinkedAt ?? now },
        'offline',
        'disabled',
        now,
      )
    case 'given':
      return state.unavailableSince === null ? state : withDelay(state, event.at)
    case 'settingsChanged': {
      const since = state.unavailableSince
      return since !== null && since + settings.reassignmentDelayMs > now ? withDelay(state, since) : state
    }
    case 'timeElapsed':
      return state
    default:
      return assertNever(event)
  }
}

function without(state: PresenceState, lease: string, now: number): PresenceState {
  if (!state.leases.has(lease)) return state
  const leases = new Set(state.leases)
  leases.delete(lease)
  return leases.size > 0 ? { ...state, leases } : become(state, { leases, link: 'shaky', unlinkedAt: now }, now)
}

const choose = (state: PresenceState, chosen: ChosenStatus, cause: StatusCause, at: number): PresenceState =>
  become(state, { chosen, cause, version: state.version + 1 }, at)

const withDelay = (state: PresenceState, from: number): PresenceState =>
  state.delaysFrom.includes(from) ? state : { ...state, delaysFrom: [...state.delaysFrom, from] }

type Change = Partial<
  Pick<PresenceState, 'chosen' | 'cause' | 'version' | 'leases' | 'link' | 'unlinkedAt' | 'isRestartGrace'>
>

/** Makes a change and draws what follows for `since` and `unavailableSince`. `awayFrom`: the absence began earlier than it showed. */
function become(state: PresenceState, change: Change, at: number, awayFrom = at): PresenceState {
  const next = { ...state, ...change }
  const effective = effectivePresence(next.chosen, next.link)
  const isSame = effective === effectivePresence(state.chosen, state.link)
  const since = isSame ? state.since : at
  if (effective !== 'online') {
    if (state.unavailableSince !== null) return { ...next, since }
    const last = state.lastUnavailable
    const isFlapping = last !== null && awayFrom - last.until <= flapMs
    const unavailableSince = isFlapping ? last.since : awayFrom
    return { ...next, since, unavailableSince, delaysFrom: [unavailableSince] }
  }
  if (next.link !== 'live' || state.unavailableSince === null) return { ...next, since }
  return {
    ...next,
    since,
    unavailableSince: null,
    delaysFrom: [],
    lastUnavailable: { since: state.unavailableSince, until: at },
  }
}

function graceEnd(state: PresenceState, settings: PresenceSettings): number | null {
  if (state.link !== 'shaky' || state.unlinkedAt === null) return null
  return state.unlinkedAt + (state.isRestartGrace ? settings.restartGraceMs : settings.graceMs)
}

function awayAt(state: PresenceState, settings: PresenceSettings): number | null {
  if (state.chosen === 'offline' || state.unlinkedAt === null) return null
  return state.unlinkedAt + settings.awayAfterMs
}

/** Lives through the deadlines up to `now`, in their order. */
function settle(state: PresenceState, now: number, settings: PresenceSettings): PresenceState {
  const grace = graceEnd(state, settings) ?? Number.POSITIVE_INFINITY
  const away = awayAt(state, settings) ?? Number.POSITIVE_INFINITY
  const at = Math.min(grace, away)
  if (at > now) return state
  if (at === away) return settle(choose(state, 'offline', 'away', at), now, settings)
  // While the hub was down nobody could be connected, so the absence is known only from the end of the restart grace.
  const awayFrom = state.isRestartGrace ? at : (state.unlinkedAt ?? at)
  return settle(become(state, { link: 'gone', isRestartGrace: false }, at, awayFrom), now, settings)
}

function settledStep(
  before: PresenceState,
  changed: PresenceState,
  now: number,
  settings: PresenceSettings,
  isWakeUsed: boolean,
): Step {
  const settled = settle(changed, now, settings)
  const delaysFrom = settled.delaysFrom.filter((from) => from + settings.reassignmentDelayMs > now)
  const wakeAt = soonest([
    graceEnd(settled, settings),
    awayAt(settled, settings),
    ...delaysFrom.map((from) => from + settings.reassignmentDelayMs),
  ])
  const state = { ...settled, delaysFrom, wakeAt }
  // The timer comes first: what the others set off may set it anew.
  const effects: PresenceEffect[] = []
  if (wakeAt !== before.wakeAt || (isWakeUsed && wakeAt !== null)) effects.push({ kind: 'wake', at: wakeAt })
  const was = presenceOf(before)
  const presence = presenceOf(state)
  const isEffective = was.effective !== presence.effective || was.link !== presence.link
  if (isEffective || differs(was, presence)) effects.push({ kind: 'changed', before: was, presence, isEffective })
  if (delaysFrom.length < settled.delaysFrom.length) effects.push({ kind: 'reassignmentDue' })
  return { state, effects }
}

function soonest(deadlines: readonly (number | null)[]): number | null {
  const known = deadlines.filter((at) => at !== null)
  return known.length === 0 ? null : Math.min(...known)
}

const differs = (one: Presence, other: Presence): boolean =>
  one.chosen !== other.chosen ||
  one.version !== other.version ||
  one.since !== other.since ||
  one.unavailableSince !== other.unavailableSince ||
  one.cause !== other.cause
