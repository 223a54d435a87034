import { areAttachments, isRecord } from './checks'
import type { Outgoing } from './transport'
import type { Keep, World } from './world'

/** A message that the hub has not acknowledged. `failed` is the hub's reason for never taking it as it is. */
export interface Unsent extends Outgoing {
  readonly at: number
  readonly tab: string
  readonly failed: string | null
}

const prefix = 'out:'

/** So long a tab leaves another tab's message alone: that tab is sending it. */
const foreignAfterMs = 5000

/** Unsent messages, each under its own key, so that tabs never overwrite one another's. The hub knows them apart by `id`. */
export class UnsentQueue {
  private readonly keep: Keep
  private lastAt = 0

  constructor(private readonly world: Pick<World, 'now' | 'uuid' | 'keep' | 'tab'>) {
    this.keep = world.keep
  }

  add({ text, attachments, about }: Omit<Outgoing, 'id'>): Unsent {
    // What an earlier page of this tab has left goes first, also when the clock has not moved or steps back.
    const left = this.all().flatMap(({ tab, at }) => (tab === this.world.tab ? [at] : []))
    this.lastAt = Math.max(this.world.now(), this.lastAt + 1, ...left.map((at) => at + 1))
    const { tab } = this.world
    const one: Unsent = { id: this.world.uuid(), text, attachments, about, at: this.lastAt, tab, failed: null }
    this.write(one)
    return one
  }

  /** In the order they were written, those of other tabs too. */
  all(): readonly Unsent[] {
    return this.keep
      .keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => read(this.keep.get(key)))
      .filter((one) => one !== null)
      .sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1))
  }

  /** The first this tab is to send; of another tab only what that tab has plainly left behind. */
  next(): Unsent | undefined {
    return this.all().find((one) => one.failed === null && this.waitFor(one) === 0)
  }

  /** Milliseconds until another tab's message counts as left behind; null = there is none. */
  wait(): number | null {
    const waits = this.all().flatMap((one) => (one.failed === null ? [this.waitFor(one)] : []))
    return waits.length === 0 ? null : Math.min(...waits)
  }

  remove(id: string): void {
    this.keep.remove(prefix + id)
  }

  fail(one: Unsent, code: string): void {
    this.write({ ...one, failed: code })
  }

  /** Once more, as a new message: the hub has refused the old id for good. */
  retry(id: string): void {
    const one = read(this.keep.get(prefix + id))
    if (one === null) return
    this.remove(id)
    this.add(one)
  }

  private waitFor(one: Unsent): number {
    return one.tab === this.world.tab ? 0 : Math.max(0, one.at + foreignAfterMs - this.world.now())
  }

  private write(one: Unsent): void {
    this.keep.set(prefix + one.id, JSON.stringify(one))
  }
}

/** Storage belongs to the page, so what is in it may be anything. */
function read(text: string | null): Unsent | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isUnsent(value) ? value : null
  } catch {
    return null
  }
}

function isUnsent(value: unknown): value is Unsent {
  if (typeof value !== 'object' || value === null) return false
  const one: Partial<Record<keyof Unsent, unknown>> = value
  const isTold = typeof one.failed === 'string' || one.failed === null
  return (
    isTold &&
    typeof one.id === 'string' &&
    typeof one.text === 'string' &&
    typeof one.at === 'number' &&
    areAttachments(one.attachments) &&
    (one.about === null || isRecord(one.about)) &&
    typeof one.tab === 'string'
  )
}
