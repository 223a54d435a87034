import type { ChannelSink } from './channel'
import { HealthReporter } from './health-reporter'
import { type LoopTools, PollLoop, type PollSource } from './poll-loop'
import { type Registered, Upkeep } from './upkeep'

/** How a channel hears its messenger, from its opening on. */
export interface Receiver {
  stop(): Promise<void>
  /** Gives the account back, as well as it can be; never rejects. */
  leave(): Promise<void>
}

/** Our registration, which can be taken away: that of another system is not ours to take. */
export interface Removable extends Registered {
  remove(): Promise<void>
}

const nothing = async (): Promise<void> => {}

/** By asking: there is nothing at the messenger to give back. */
export function receiveByPolling(
  source: PollSource,
  sink: ChannelSink,
  position: string | null,
  tools: LoopTools,
  watchdogMs: number,
): Receiver {
  const loop = new PollLoop(source, sink, position, tools, watchdogMs)
  loop.start()
  return { stop: () => loop.stop(), leave: nothing }
}

/** By being called. `registered` null: nobody can call us, which only an administrator can change. */
export function receiveByWebhook(
  registered: Removable | null,
  sink: ChannelSink,
  tools: LoopTools,
  everyMs: number,
): Receiver {
  if (registered === null) {
    new HealthReporter(sink).stopped('needsPublicAddress')
    return { stop: nothing, leave: nothing }
  }
  const upkeep = new Upkeep(registered, sink, tools, everyMs)
  upkeep.start()
  return { stop: () => upkeep.stop(), leave: () => registered.remove().catch(() => undefined) }
}
