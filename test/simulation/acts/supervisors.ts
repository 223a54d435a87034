import type { OperatorId } from '#protocol/ids'
import { prioritize } from '#server/conversations/prioritize'
import { release } from '#server/conversations/release'
import { take } from '#server/conversations/take'
import { transfer } from '#server/conversations/transfer'
import { forcePresence, setPresence } from '#server/operators/set-presence'
import type { Known } from '../ledger'
import type { Act, Stage } from '../scene'
import { deliver } from './contacts'
import { said, somebody } from './operators'

/** What an administrator wants of a conversation that he sees on his screen as it is now. */
function interferes(world: Stage, by: OperatorId, { row }: Known) {
  const { dice, hub, company } = world
  const seen = { conversationId: row.id, assignVersion: row.assignVersion }
  const wish = dice.of(['take', 'release', 'toOperator', 'toOperator', 'toGroup', 'prioritize', 'close'] as const)
  const operatorId = dice.of(company.operators) ?? by
  const groupId = dice.of([...company.groups.keys()])
  world.tell(`${by} wants to ${wish} ${row.contactName}${wish === 'toOperator' ? `: ${operatorId}` : ''}`)
  if (wish === 'close') return hub.close(by, row.contactName)
  return hub.command<'conversation.take'>(by, (work, actor) => {
    if (wish === 'release') return release(work, actor, { kind: 'conversation.release', ...seen })
    const priority = row.priority === 'high' ? 'normal' : 'high'
    if (wish === 'prioritize')
      return prioritize(work, actor, { kind: 'conversation.prioritize', conversationId: row.id, priority })
    if (wish === 'take' || groupId === undefined) return take(work, actor, { kind: 'conversation.take', ...seen })
    const to = wish === 'toGroup' ? { kind: 'group' as const, groupId } : { kind: 'operator' as const, operatorId }
    return transfer(work, actor, { kind: 'conversation.transfer', ...seen, to, isConfirmed: true })
  })
}

/** Two administrators at the same conversations in the same tick, while contacts write and operators close. */
async function bothInterfere(world: Stage): Promise<void> {
  const { dice, hub, company, ledger } = world
  const [first, second] = company.administrators
  const known = dice.of(ledger.open())
  const other = dice.chance(50) ? known : dice.of(ledger.open())
  if (first === undefined || second === undefined || known === undefined || other === undefined) return
  const chat = dice.of(world.chats)
  const closing = dice.of(ledger.open())?.row
  const wishes = [interferes(world, first, known), interferes(world, second, other)]
  const rest = [
    ...(chat === undefined ? [] : [deliver(world, hub.message(chat))]),
    ...(closing?.assignee?.kind === 'operator' ? [hub.close(closing.assignee.id, closing.contactName)] : []),
  ]
  const outcomes = await Promise.all(wishes)
  await Promise.all(rest)
  world.tell(`  they are told: ${outcomes.map(said).join(', ')}`)
}

async function oneInterferes(world: Stage): Promise<void> {
  const by = world.dice.of(world.company.administrators)
  const known = world.dice.of(world.ledger.open())
  if (by !== undefined && known !== undefined) world.tell(`  ${said(await interferes(world, by, known))}`)
}

async function forces(world: Stage): Promise<void> {
  const { dice, attendance, hub, company } = world
  const by = dice.of(company.administrators)
  const id = dice.of(company.operators)
  const status = dice.chance(50) ? 'busy' : 'offline'
  if (by === undefined || id === undefined) return
  world.tell(`${by} sends ${id} ${status}`)
  attendance.chooses(id, status, world.elapsed)
  await hub.command<'presence.force'>(by, (work, actor) =>
    forcePresence(work, hub.open.attendance, actor, { kind: 'presence.force', operatorId: id, status }),
  )
}

/** Nobody touches the device, or somebody does again. */
async function idles(world: Stage): Promise<void> {
  const id = somebody(world, true)
  if (id === undefined) return
  const isIdle = world.dice.chance(50)
  world.tell(`${id} is ${isIdle ? 'idle' : 'at his desk again'}`)
  world.attendance.idles(id, isIdle, world.elapsed)
  const status = isIdle ? 'busy' : 'online'
  const { hub } = world
  await hub.command<'presence.set'>(id, (work, actor) =>
    setPresence(work, hub.open.attendance, actor, { kind: 'presence.set', status, by: 'idle' }),
  )
}

export const supervisorActs: readonly Act[] = [
  [4, oneInterferes],
  [2, bothInterfere],
  [1, forces],
  [1, idles],
]
