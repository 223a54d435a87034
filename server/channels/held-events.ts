import type { ChannelId } from '#protocol/ids'
import type { Clock, Timers } from '../platform'
import type { Inbox } from './ports'

export interface HeldEventsOptions {
  readonly clock: Clock
  readonly timers: Timers
  readonly inbox: Pick<Inbox, 'held' | 'retry'>
  /** Only events of open channels can be understood. */
  readonly isOpen: (id: ChannelId) => boolean
  readonly onError: (error: unknown) => void
}

const storePauseMs = 5000

/** Tries held events again when their moment has come; how often and how far apart is the inbox's rule. */
export class HeldEvents {
  private cancelTimer: () => void = () => {}
  private working: Promise<void> | null = null
  private isWanted = false
  private isStopped = false

  constructor(private readonly options: HeldEventsOptions) {}

  /** Something is held, or a channel opened: look. */
  look(): void {
    this.isWanted = true
    if (this.working !== null || this.isStopped) return
    this.working = this.work().finally(() => {
      this.working = null
      // Asked for after the last look and before it was noted as over.
      if (this.isWanted) this.look()
    })
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.cancelTimer()
    await this.working
  }

  private async work(): Promise<void> {
    while (this.isWanted && !this.isStopped) {
      this.isWanted = false
      try {
        await this.retryDue()
      } catch (error) {
        this.options.onError(error)
        this.lookIn(storePauseMs)
      }
    }
  }

  private async retryDue(): Promise<void> {
    const { clock, inbox, isOpen } = this.options
    const now = clock.now()
    for (const { channelId, externalChat, nextAt } of await inbox.held()) {
      if (this.isStopped) return
      if (nextAt <= now && isOpen(channelId)) await inbox.retry(channelId, externalChat)
    }
    const moments = (await inbox.held()).filter(({ channelId }) => isOpen(channelId)).map(({ nextAt }) => nextAt)
    if (moments.length > 0) this.lookIn(Math.max(100, Math.min(...moments) - clock.now()))
  }

  private lookIn(ms: number): void {
    this.cancelTimer()
    if (!this.isStopped) this.cancelTimer = this.options.timers.after(ms, () => this.look())
  }
}
