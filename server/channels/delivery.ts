import type { ChannelId } from '#protocol/ids'
import type { Channel, ChannelKind } from './channel'
import { Lane, type LaneOptions, sendLimitMs } from './lane'

/**
 * Stored sends (reliability.md promise 3): a lane for each open channel takes up what is queued and says honestly what came of it.
 * Nothing is known here that is not in the outbox, so a restart goes on where the last one ended.
 */
export class Delivery {
  private readonly lanes = new Map<ChannelId, Lane>()

  constructor(private readonly options: LaneOptions) {}

  /** Takes up what waits for this channel, also what a crash has left half done. */
  opened(channel: Channel, kind: ChannelKind): void {
    const lane = new Lane(channel, kind, this.options)
    this.lanes.set(channel.id, lane)
    lane.wake()
  }

  /**
   * Ends the lane; resolves when nothing of it is under way any more. What is queued stays queued. `withinMs`: for who cannot wait
   * until the messenger has said what came of each send.
   */
  async closed(id: ChannelId, withinMs: number = sendLimitMs): Promise<void> {
    const lane = this.lanes.get(id)
    this.lanes.delete(id)
    await lane?.stop(withinMs)
  }

  /** The channel is disconnected for good: what waits for it will not leave. */
  async abandon(id: ChannelId): Promise<void> {
    await this.closed(id)
    const { outbox, record, clock } = this.options
    for (;;) {
      const parts = await outbox.queuedBefore(id, clock.now() + 1, 100)
      if (parts.length === 0) return
      for (const part of parts)
        await record(id, part, { kind: 'failed', reason: 'disconnected', detail: 'channel disconnected' })
    }
  }

  /** Something was queued for this channel. */
  wake(id: ChannelId): void {
    this.lanes.get(id)?.wake()
  }

  async stop(): Promise<void> {
    await Promise.all([...this.lanes.keys()].map((id) => this.closed(id)))
  }
}
