import type { InboundEvent } from '#server/conversations/inbound'
import type { Act, Stage } from '../scene'

type Written = Extract<InboundEvent, { kind: 'message' }>

/** What the messenger has sent and nobody has acknowledged yet: it comes again, later or after something newer. */
const onTheirWay = new WeakMap<Stage, Written[]>()

const waiting = (world: Stage): Written[] => {
  const known = onTheirWay.get(world)
  if (known !== undefined) return known
  const made: Written[] = []
  onTheirWay.set(world, made)
  return made
}

/** Delivers an event of the messenger; one that could not be stored is repeated later. */
export async function deliver(world: Stage, event: Written): Promise<void> {
  try {
    await world.hub.event(event)
    world.accepted.add(event.eventKey)
    world.written.add(event.externalChat)
  } catch {
    waiting(world).push(event)
  }
}

async function writes(world: Stage): Promise<void> {
  const { dice, hub } = world
  const chat = dice.of(world.chats)
  if (chat === undefined) return
  const event = hub.message(chat)
  const luck = dice.between(1, 100)
  if (luck <= 5) {
    world.tell(`${chat} writes, and the messenger is late`)
    waiting(world).push(event)
    return
  }
  world.tell(`${chat} writes${luck <= 12 ? ', told twice' : ''}`)
  const twice = luck <= 12 ? [event, event] : [event]
  await Promise.all(twice.map((one) => deliver(world, one)))
}

async function comesLate(world: Stage): Promise<void> {
  const late = waiting(world).splice(0)
  if (late.length === 0) return
  world.tell(`${late.map(({ externalChat }) => externalChat).join(', ')} come late, the newest first`)
  for (const event of late.toReversed()) await deliver(world, event)
}

async function manyWrite(world: Stage): Promise<void> {
  const some = world.chats.filter(() => world.dice.chance(50))
  world.tell(`${some.join(', ')} write at once`)
  await Promise.all(some.map((chat) => deliver(world, world.hub.message(chat))))
}

/** Nothing stays on its way for ever. */
export async function everythingArrives(world: Stage): Promise<void> {
  while (waiting(world).length > 0) await comesLate(world)
}

export const contactActs: readonly Act[] = [
  [28, writes],
  [3, comesLate],
  [1, manyWrite],
]
