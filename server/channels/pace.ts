import type { Pace } from './channel'

/** Parts of a token that only exist because fractions of a second do not add up exactly. */
const dust = 1e-9

/** One token an act; tokens come back with time, at most `burst` are saved up. */
class TokenBucket {
  private tokens: number
  private countedAt: number

  constructor(
    private readonly pace: Pace,
    now: number,
  ) {
    this.tokens = pace.burst
    this.countedAt = now
  }

  /** Milliseconds until a token is there; 0 = there is one. */
  wait(now: number): number {
    this.refill(now)
    return this.tokens >= 1 - dust ? 0 : Math.ceil(((1 - this.tokens) * 1000) / this.pace.perSecond)
  }

  take(now: number): void {
    this.refill(now)
    this.tokens -= 1
  }

  isFull(now: number): boolean {
    this.refill(now)
    return this.tokens >= this.pace.burst - dust
  }

  private refill(now: number): void {
    if (now <= this.countedAt) return
    const gained = ((now - this.countedAt) / 1000) * this.pace.perSecond
    this.tokens = Math.min(this.pace.burst, this.tokens + gained)
    this.countedAt = now
  }
}

/** How many buckets are kept before the full ones, which remember nothing, are thrown away. */
const sweepAt = 1000

/** A bucket for each key: visitor, address, chat. Bounded, since a full bucket is the same as none. */
export class Buckets {
  private readonly buckets = new Map<string, TokenBucket>()
  private sweepNext = sweepAt

  constructor(private readonly pace: Pace) {}

  /** Milliseconds until this key may act; 0 = now. Takes nothing. */
  wait(key: string, now: number): number {
    return this.buckets.get(key)?.wait(now) ?? 0
  }

  take(key: string, now: number): void {
    const bucket = this.buckets.get(key) ?? new TokenBucket(this.pace, now)
    this.buckets.set(key, bucket)
    bucket.take(now)
    if (this.buckets.size >= this.sweepNext) this.sweep(now)
  }

  get size(): number {
    return this.buckets.size
  }

  private sweep(now: number): void {
    for (const [key, bucket] of this.buckets) if (bucket.isFull(now)) this.buckets.delete(key)
    this.sweepNext = Math.max(sweepAt, this.buckets.size * 2)
  }
}
