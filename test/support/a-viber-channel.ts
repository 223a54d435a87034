import { viber } from '#server/channels/viber/viber'
import { Outgoing } from '#server/outgoing'
import { type Random, systemClock, systemRandom, systemTimers } from '#server/platform'

/** Luck that makes every pause between attempts short. */
const lucky: Random = { ...systemRandom, number: () => 0.01 }

/** The messenger Viber as the hub has it, with time that runs. */
export const aViber = (publicUrl: string | null = 'https://hub.example') =>
  viber({
    ...{ clock: systemClock, timers: systemTimers, random: lucky },
    ...{ outgoing: new Outgoing(systemTimers), publicUrl },
  })
