import type { ChannelId } from '#protocol/ids'
import type { VisitorPage } from '#protocol/visitor'
import type { Clock, Timers } from '../../platform'
import { roomOf } from './site'

/** A visitor on the company's pages: since when, and which page he looks at. `leftAt`: he has gone. */
export interface Visit {
  readonly page: VisitorPage
  readonly since: number
  readonly leftAt: number | null
}

/** Going from page to page he is away for a moment. */
const graceMs = 30_000
/** Who has left is remembered while operators may still look at it. */
const rememberedMs = 30 * 60_000

interface Known extends Visit {
  readonly tabs: number
  readonly cancel: () => void
}

export interface VisitsOptions {
  readonly clock: Clock
  readonly timers: Timers
  /** His visit has begun, ended, or gone to another page. */
  readonly onChange: (channelId: ChannelId, visitorId: string) => void
}

/** Who is on the pages right now; of who has left it is told for a while. */
export class Visits {
  private readonly known = new Map<string, Known>()

  constructor(private readonly options: VisitsOptions) {}

  of(channelId: ChannelId, visitorId: string): Visit | null {
    const found = this.known.get(roomOf(channelId, visitorId))
    return found === undefined ? null : { page: found.page, since: found.since, leftAt: found.leftAt }
  }

  came(channelId: ChannelId, visitorId: string, page: VisitorPage): void {
    const key = roomOf(channelId, visitorId)
    const before = this.known.get(key)
    before?.cancel()
    const isBack = before !== undefined && before.leftAt === null
    const since = isBack ? before.since : this.options.clock.now()
    this.known.set(key, { page, since, leftAt: null, tabs: (before?.tabs ?? 0) + 1, cancel: () => {} })
    this.options.onChange(channelId, visitorId)
  }

  moved(channelId: ChannelId, visitorId: string, page: VisitorPage): void {
    const key = roomOf(channelId, visitorId)
    const before = this.known.get(key)
    if (before === undefined) return
    this.known.set(key, { ...before, page })
    this.options.onChange(channelId, visitorId)
  }

  left(channelId: ChannelId, visitorId: string): void {
    const key = roomOf(channelId, visitorId)
    const before = this.known.get(key)
    if (before === undefined) return
    const tabs = before.tabs - 1
    const cancel = tabs > 0 ? () => {} : this.options.timers.after(graceMs, () => this.ended(channelId, visitorId))
    this.known.set(key, { ...before, tabs, cancel })
  }

  private ended(channelId: ChannelId, visitorId: string): void {
    const key = roomOf(channelId, visitorId)
    const before = this.known.get(key)
    if (before === undefined) return
    const { clock, timers, onChange } = this.options
    const cancel = timers.after(rememberedMs, () => void this.known.delete(key))
    this.known.set(key, { ...before, leftAt: clock.now(), cancel })
    onChange(channelId, visitorId)
  }
}
