import type { OperatorId } from '#protocol/ids'
import { handOver } from '#server/conversations/hand-over'
import type { Act, Stage } from '../scene'

interface Answered {
  readonly ok: boolean
  readonly refusal?: { readonly code: string }
}

export const said = (outcome: Answered): string => (outcome.ok ? 'done' : (outcome.refusal?.code ?? 'refused'))

/** Somebody with a device in his hands, or anybody. */
export function somebody(world: Stage, isConnected: boolean): OperatorId | undefined {
  const { operators } = world.company
  return world.dice.of(operators.filter((id) => !isConnected || world.attendance.isConnected(id)))
}

async function withOwn(
  world: Stage,
  what: string,
  act: (id: OperatorId, chat: string) => Promise<Answered>,
): Promise<void> {
  const id = somebody(world, true)
  const chat = id === undefined ? undefined : world.dice.of(world.ledger.of(id))?.row.contactName
  if (id === undefined || chat === undefined) return
  const outcome = await act(id, chat)
  world.tell(`${id} ${what} ${chat}: ${said(outcome)}`)
}

async function takes(world: Stage): Promise<void> {
  const chat = world.dice.of([...world.written])
  const id = somebody(world, true)
  if (chat === undefined || id === undefined) return
  world.tell(`${id} takes ${chat}: ${said(await world.hub.take(id, chat))}`)
}

async function givesAway(world: Stage): Promise<void> {
  const { dice, hub } = world
  const to = somebody(world, false)
  if (to === undefined || dice.chance(40)) return withOwn(world, 'releases', (id, chat) => hub.release(id, chat))
  if (dice.chance(30)) return withOwn(world, 'transfers to everybody', (id, chat) => hub.transfer(id, chat, null))
  return withOwn(world, `transfers to ${to}`, (id, chat) => hub.transfer(id, chat, to, true))
}

/** Leaving, he passes everything on in one action. */
async function handsOver(world: Stage): Promise<void> {
  const { dice, hub, ledger } = world
  const id = somebody(world, true)
  const colleague = somebody(world, false)
  if (id === undefined || colleague === undefined) return
  const items = ledger.of(id).map(({ row }) => ({
    ...{ conversationId: row.id, assignVersion: row.assignVersion, note: 'please' },
  }))
  if (items.length === 0) return
  const groupId = dice.of([...world.company.groups.keys()])
  const to =
    groupId !== undefined && dice.chance(40)
      ? ({ kind: 'group', groupId } as const)
      : dice.chance(50)
        ? ({ kind: 'queue' } as const)
        : ({ kind: 'operator', operatorId: colleague } as const)
  const outcome = await hub.command<'conversation.handOver'>(id, (work, actor) =>
    handOver(work, actor, { kind: 'conversation.handOver', items, to, isConfirmed: true }),
  )
  world.tell(`${id} hands ${items.length} over to ${to.kind}: ${said(outcome)}`)
}

async function chooses(world: Stage): Promise<void> {
  const id = somebody(world, true)
  const status = world.dice.of(['online', 'online', 'busy', 'offline'] as const)
  if (id === undefined || status === undefined) return
  world.tell(`${id} chooses ${status}`)
  world.attendance.chooses(id, status, world.elapsed)
  await world.hub.choose(id, status)
}

async function connectionChanges(world: Stage): Promise<void> {
  const id = somebody(world, false)
  if (id === undefined) return
  const device = `${id}'s ${world.dice.chance(75) ? 'laptop' : 'phone'}`
  const isThere = world.attendance.devices(id).includes(device)
  world.tell(`${device} is ${isThere ? 'cut' : 'back'}`)
  if (!isThere) return world.connect(id, device)
  world.attendance.isCut(id, device, world.elapsed)
  await world.hub.open.attendance.lost(id, device)
}

async function quits(world: Stage): Promise<void> {
  const id = somebody(world, true)
  const device = id === undefined ? undefined : world.dice.of(world.attendance.devices(id))
  if (id === undefined || device === undefined) return
  world.tell(`${device} is shut down`)
  world.attendance.quits(id, device, world.elapsed)
  await world.hub.open.attendance.left(id, device)
}

export const operatorActs: readonly Act[] = [
  [14, (world) => withOwn(world, 'answers', (id, chat) => world.hub.reply(id, chat))],
  [9, (world) => withOwn(world, 'closes', (id, chat) => world.hub.close(id, chat))],
  [9, chooses],
  [8, connectionChanges],
  [3, takes],
  [3, givesAway],
  [1, handsOver],
  [2, quits],
]
