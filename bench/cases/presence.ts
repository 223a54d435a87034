import { performance } from 'node:perf_hooks'
import type { ConversationId } from '#protocol/ids'
import type { OperatorPlayer } from '#test/blackbox/operator'
import { TcpProxy } from '#test/support/tcp-proxy'
import { type Figure, median, plainFigure } from '../figure'
import { updateIn } from '../load/mix'
import { drive } from '../load/webhook-load'
import { StaffedHub } from './staffed-hub'

/** The reassignment delay of a new company. */
const delaySeconds = 30
const shortCutMs = 9_000
/** Whoever goes sooner after coming is flapping, and his absence counts from before. */
const settledMs = 11_000
/** Between two heartbeats; the runs go one after another within it, so that a silent link is met at any moment of it. */
const heartbeatMs = 10_000
/** A silent link is noticed after 18 s at the latest, so by now everything has moved that moves at all. */
const watchMs = heartbeatMs + 50_000
const pollMs = 20

const ways = ['busy', 'cut', 'silent', 'shortCut'] as const
type Way = (typeof ways)[number]

/** An operator with one conversation, behind a wire of his own. */
class Desk {
  conversationId: ConversationId | null = null
  leftAt = 0

  constructor(
    readonly way: Way,
    readonly wire: TcpProxy,
    readonly leavesAfterMs: number,
  ) {}

  async leave(player: OperatorPlayer): Promise<void> {
    await wait(this.leavesAfterMs)
    this.leftAt = performance.now()
    switch (this.way) {
      case 'busy':
        await player.must<'presence.set'>({ kind: 'presence.set', status: 'busy', by: 'operator' })
        break
      case 'silent':
        this.wire.hold()
        break
      case 'cut':
        this.wire.cut()
        break
      case 'shortCut':
        this.wire.cut()
        await wait(shortCutMs)
        this.wire.restore()
        break
    }
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Seconds until the conversations of those who left in each way were somebody else's; those that never moved are missing. */
type Outcomes = ReadonlyMap<Way, readonly number[]>

/** Somebody with room for everything waits; the others have one conversation each and may have no more, so nothing goes to them. */
async function watch(hub: StaffedHub, desks: readonly Desk[]): Promise<Outcomes> {
  const players: OperatorPlayer[] = []
  for (const [place, desk] of desks.entries()) {
    const traits = { login: `desk${place}`, limit: 1, url: desk.wire.url }
    const player = await hub.hire(traits, (conversationId) => {
      desk.conversationId ??= conversationId
    })
    players.push(player)
  }
  await drive(hub.intake.webhook, 0, desks.length, 1, (index) => updateIn(index + 1, index))
  while (desks.some(({ conversationId }) => conversationId === null)) await wait(pollMs)
  const caughtAt = new Map<ConversationId, number>()
  await hub.hire({ login: 'catcher', limit: null }, (conversationId) => {
    if (!caughtAt.has(conversationId)) caughtAt.set(conversationId, performance.now())
  })
  await wait(settledMs)
  const leaving = players.map((player, place) => desks[place]?.leave(player))
  await wait(watchMs)
  await Promise.all(leaving)
  const seconds = (desk: Desk) => {
    const at = desk.conversationId === null ? undefined : caughtAt.get(desk.conversationId)
    return at === undefined ? [] : [(at - desk.leftAt) / 1_000]
  }
  return new Map(ways.map((way) => [way, desks.filter((desk) => desk.way === way).flatMap(seconds)]))
}

/** S1: what becomes of a conversation whose operator goes, through real sockets; all runs side by side on one hub. */
export async function measurePresence(runs: number): Promise<readonly Figure[]> {
  const hub = await StaffedHub.start(0)
  const desks: Desk[] = []
  try {
    for (const way of ways)
      for (let run = 0; run < runs; run++)
        desks.push(new Desk(way, await TcpProxy.open(hub.intake.webhook.port), (heartbeatMs * run) / runs))
    const outcomes = await watch(hub, desks)
    const of = (way: Way) => outcomes.get(way) ?? []
    const missing = (['busy', 'cut', 'silent'] as const).filter((way) => of(way).length !== runs)
    if (missing.length > 0) throw new Error(`conversations stayed where they were: ${missing.join(', ')}`)
    return [
      offBy('Busy chosen, off the delay by, s', of('busy')),
      offBy('clean cut, off the delay by, s', of('cut')),
      plainFigure('S1', 'silent link, until reassigned, s', median(of('silent')), 's'),
      plainFigure('S1', 'silent link, the latest of them, s', Math.max(...of('silent')), 's'),
      plainFigure('S1', 'cut for 9 s, conversations moved', of('shortCut').length, 'conversations'),
    ]
  } finally {
    await hub.stop()
    for (const { wire } of desks) await wire.close()
  }
}

function offBy(what: string, seconds: readonly number[]): Figure {
  const middle = median(seconds)
  return { ...plainFigure('S1', what, Math.abs(middle - delaySeconds), 's'), limit: delaySeconds, product: middle }
}
