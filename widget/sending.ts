import type { VisitorLine } from '#protocol/visitor'
import type { Outgoing, Transport } from './transport'
import { type Unsent, UnsentQueue } from './unsent'
import type { World } from './world'

export interface SendingPorts {
  isLive(): boolean
  message: Transport['message']
  /** What waits to leave has changed. */
  changed(): void
  arrived(line: VisitorLine): void
  /** It may have arrived though no answer came: only asking shows it. */
  unsure(): void
}

const retryMs = 3000
const minPauseMs = 200

/** Messages on their way: one at a time and in order; what is not acknowledged is sent again under the same id, which the hub takes once. */
export class Sending {
  private readonly queue: UnsentQueue
  private isSending = false
  /** Counts sends, so that an answer to one of an earlier line is not taken for that of a later one. */
  private attempt = 0
  private notBefore = 0
  private cancelSend: () => void = () => {}

  constructor(
    private readonly world: World,
    private readonly ports: SendingPorts,
  ) {
    this.queue = new UnsentQueue(world)
  }

  all(): readonly Unsent[] {
    return this.queue.all()
  }

  add(message: Omit<Outgoing, 'id'>): void {
    this.queue.add(message)
  }

  retry(id: string): void {
    this.queue.retry(id)
    this.pump()
  }

  drop(id: string): void {
    this.queue.remove(id)
    this.ports.changed()
  }

  /** The line to the hub is a new one, or is gone: nobody answers what was asked on the one before it. */
  lineChanged(): void {
    this.attempt += 1
    this.isSending = false
  }

  /** Own messages that came back by another road are sent, whoever sent them. */
  settle(lines: readonly VisitorLine[]): void {
    const waiting = new Set(this.queue.all().map(({ id }) => id))
    const arrived = lines.flatMap(({ id }) => (id !== null && waiting.has(id) ? [id] : []))
    for (const id of arrived) this.queue.remove(id)
    if (arrived.length > 0) this.ports.changed()
  }

  pump(): void {
    this.cancelSend()
    this.ports.changed()
    if (this.isSending || !this.ports.isLive()) return
    const next = this.queue.next()
    const wait = next === undefined ? this.queue.wait() : Math.max(0, this.notBefore - this.world.now())
    if (next !== undefined && wait === 0) void this.sendOne(next)
    else if (wait !== null) this.cancelSend = this.world.after(wait, () => this.pump())
  }

  private async sendOne(one: Unsent): Promise<void> {
    this.attempt += 1
    const { attempt } = this
    this.isSending = true
    const answer = await this.ports.message(one)
    // The line was lost meanwhile: the next one sends it again.
    if (attempt !== this.attempt) return
    this.isSending = false
    if (answer?.ok === true) {
      this.queue.remove(one.id)
      this.ports.arrived(answer.line)
    } else if (answer === null || answer.retryAfterMs !== null)
      this.notBefore = this.world.now() + Math.max(minPauseMs, answer?.retryAfterMs ?? retryMs)
    else this.queue.fail(one, answer.code)
    if (answer === null) this.ports.unsure()
    this.pump()
  }
}
