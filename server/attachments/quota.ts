import type { ChannelId } from '#protocol/ids'
import type { AttachmentStore } from './ports'

export interface QuotaLimits {
  readonly totalBytes: number
  readonly channelBytes: number
}

const GiB = 1024 ** 3

export const defaultQuota: QuotaLimits = { totalBytes: 100 * GiB, channelBytes: 40 * GiB }

/** How much is kept, counted from the rows at the start and with every file after. Equal bytes count each time: simpler, and on the safe side. */
export class Quota {
  readonly #limits: QuotaLimits
  #total = 0
  #byChannel = new Map<ChannelId, number>()

  constructor(limits: QuotaLimits) {
    this.#limits = limits
  }

  async load(store: AttachmentStore): Promise<void> {
    const { total, byChannel } = await store.usage()
    this.#total = total
    this.#byChannel = new Map(byChannel)
  }

  hasRoom(bytes: number, channelId: ChannelId | null): boolean {
    const ofChannel = channelId === null ? 0 : (this.#byChannel.get(channelId) ?? 0)
    return this.#total + bytes <= this.#limits.totalBytes && ofChannel + bytes <= this.#limits.channelBytes
  }

  added(bytes: number, channelId: ChannelId | null): void {
    this.#total += bytes
    if (channelId !== null) this.#byChannel.set(channelId, (this.#byChannel.get(channelId) ?? 0) + bytes)
  }
}
