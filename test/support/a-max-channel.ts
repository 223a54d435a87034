import { max } from '#server/channels/max/max'
import { Outgoing } from '#server/outgoing'
import { type Random, systemClock, systemRandom, systemTimers } from '#server/platform'

/** Luck that makes every pause between attempts short. */
const lucky: Random = { ...systemRandom, number: () => 0.01 }

/** The messenger MAX as the hub has it, with time that runs, its own pauses but a little of it. */
export const aMax = (publicUrl: string | null = 'https://hub.example') =>
  max({
    ...{ clock: systemClock, random: lucky },
    timers: { after: (ms, work) => systemTimers.after(ms > 500 && ms < 5000 ? ms / 50 : ms, work) },
    ...{ outgoing: new Outgoing(systemTimers), publicUrl },
  })
