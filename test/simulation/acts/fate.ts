import type { Act, Stage } from '../scene'
import { deliver } from './contacts'
import { said } from './operators'

async function timePasses(world: Stage): Promise<void> {
  const { dice } = world
  const ms = dice.chance(5) ? dice.between(60_000, 200_000) : dice.between(100, 15_000)
  world.tell(`${ms / 1_000} s pass`)
  await world.pass(ms)
}

async function restarts(world: Stage): Promise<void> {
  const downMs = world.dice.chance(60) ? 0 : world.dice.between(1_000, 180_000)
  world.tell(`the hub is down for ${downMs / 1_000} s`)
  await world.restart(downMs)
}

/** The process is killed at a commit, before it or before anybody hears of it, with a message and a closing on their way. */
async function dies(world: Stage): Promise<void> {
  const { dice, hub, ledger } = world
  const point = dice.chance(50) ? 'beforeCommit' : 'afterCommitBeforeAck'
  const chat = dice.of(world.chats)
  const held = dice.of(ledger.open().filter(({ row }) => row.assignee?.kind === 'operator'))?.row
  world.tell(`the hub dies, ${point}`)
  hub.diesAt(point)
  await Promise.all([
    ...(chat === undefined ? [] : [deliver(world, hub.message(chat))]),
    ...(held?.assignee?.kind === 'operator'
      ? [hub.close(held.assignee.id, held.contactName).then(said, () => 'unknown')]
      : []),
  ])
  await world.restart(dice.chance(50) ? 0 : dice.between(1_000, 60_000))
}

/** The disk is full for a while: what is refused comes again, and what fell due meanwhile is done soon after. */
async function diskIsFull(world: Stage): Promise<void> {
  const { dice, hub } = world
  world.tell('the disk is full')
  const store = hub.breakStore()
  for (let round = dice.between(1, 4); round > 0; round--) {
    const chat = dice.of(world.chats)
    if (chat !== undefined) await deliver(world, hub.message(chat))
    await world.passBlind(dice.between(100, 8_000))
  }
  store.repair()
  await world.passBlind(2_000)
  hub.bugs.splice(0, hub.bugs.length, ...hub.bugs.filter((bug) => !bug.includes('could not commit')))
  world.tell('the disk has room again')
}

async function clockJumps(world: Stage): Promise<void> {
  if (!world.clockJumps) return
  const ms = world.dice.of([3_600_000, -3_600_000, 86_400_000, -86_400_000]) ?? 0
  world.tell(`the clock jumps by ${ms / 3_600_000} h`)
  world.jump(ms)
  // The hub notices with the next thing it does, at the latest with the sweep.
  await world.passBlind(6_000)
}

export const calmFate: readonly Act[] = [
  [22, timePasses],
  [0.8, restarts],
]

export const fateActs: readonly Act[] = [
  [0.6, dies],
  [0.4, diskIsFull],
  [0.5, clockJumps],
]
