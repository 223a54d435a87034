import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { type Figure, median, plainFigure, ratioFigure } from '../figure'
import { startBareChain } from './bare-chain'
import { type Measured, prepare, take } from './chain'
import { CrowdedHub, type Ring, staffOf } from './crowded-hub'

const chainOperators = 4
const staff = staffOf(1_000)
const waiting = 10_000
/** With all of them at work nobody is left over, and everybody has as many as he may. */
const shareOfEach = waiting / staff.length
const leavers = staff.slice(0, 100)
const others = staff.slice(leavers.length)
const left = leavers.length * 200
/** The shortest there is; what is measured begins when it is over. */
const delayMs = 10_000
/** No alarm: what waits was written long before the round. */
const quiet = { waitAlarmMs: 86_400_000, reassignmentDelayMs: delayMs } as const

interface Spent {
  readonly seconds: number
  readonly cpu: number
  readonly stallMs: number
}

interface Left extends Spent {
  /** Of all timers of the hub since they went, the latest. */
  readonly lateMs: number
}

/** What this process spends from now until `end`. */
class Meter {
  readonly #startedAt = performance.now()
  readonly #cpu = process.cpuUsage()
  readonly #delays = monitorEventLoopDelay({ resolution: 1 })

  constructor() {
    this.#delays.enable()
  }

  end(): Spent {
    this.#delays.disable()
    const { user, system } = process.cpuUsage(this.#cpu)
    const seconds = (performance.now() - this.#startedAt) / 1_000
    return { seconds, cpu: (user + system) / 1_000_000, stallMs: this.#delays.max / 1_000_000 }
  }
}

/** Begins to measure when the first delay is over. */
class Leaving {
  #meter: Meter | null = null
  #lateMs = 0
  #isOn = false

  begin(): void {
    this.#isOn = true
  }

  rings({ afterMs, lateMs }: Ring): void {
    if (!this.#isOn) return
    if (afterMs > delayMs / 2) this.#meter ??= new Meter()
    this.#lateMs = Math.max(this.#lateMs, lateMs)
  }

  end(): Left {
    if (this.#meter === null) throw new Error('no delay was over')
    return { ...this.#meter.end(), lateMs: this.#lateMs }
  }
}

function assertRight(hub: CrowdedHub, people: Parameters<CrowdedHub['loads']>[0], total: number): void {
  const loads = hub.loads(people)
  const isFair = loads.most <= Math.ceil(total / people.length) + 1
  if (loads.total !== total || !isFair || hub.bugs.length > 0)
    throw new Error(`${loads.total} of ${total} were handed out, ${loads.most} to one: ${hub.bugs.join(', ')}`)
}

/** The store before each drain: ten thousand wait, for nobody may have anything. */
async function fillWaiting(file: string): Promise<void> {
  const hub = await CrowdedHub.open(file)
  await hub.hire(staff)
  await hub.settings({ ...quiet, conversationLimit: 0 })
  await hub.start()
  await hub.write(waiting)
  await hub.close()
}

/** The store before each leaving: a hundred have two hundred each. */
async function fillHeld(file: string): Promise<void> {
  const hub = await CrowdedHub.open(file)
  await hub.hire(staff)
  await hub.settings({ ...quiet, conversationLimit: left / leavers.length })
  await hub.start()
  await hub.connect(leavers)
  await hub.choose(leavers, 'online')
  await hub.write(left)
  assertRight(hub, leavers, left)
  await hub.close()
}

/** P8: the limit is raised, and the whole queue goes out. */
async function drain(file: string): Promise<Spent> {
  const hub = await CrowdedHub.open(file)
  try {
    await hub.start()
    await hub.connect(staff)
    await hub.choose(staff, 'online')
    const all = hub.assigned(waiting)
    const meter = new Meter()
    await hub.settings({ conversationLimit: shareOfEach })
    await all
    const spent = meter.end()
    assertRight(hub, staff, waiting)
    return spent
  } finally {
    await hub.close()
  }
}

/** P9: from the moment the first delay is over until the last conversation is somebody else's. */
async function leave(file: string): Promise<Left> {
  const leaving = new Leaving()
  const hub = await CrowdedHub.open(file, (ring) => leaving.rings(ring))
  try {
    await hub.start()
    await hub.connect(leavers)
    await hub.connect(others)
    await hub.choose(others, 'online')
    const all = hub.assigned(left)
    leaving.begin()
    await hub.choose(leavers, 'offline')
    await all
    const spent = leaving.end()
    assertRight(hub, others, left)
    return spent
  } finally {
    await hub.close()
  }
}

const of = <Row>(rows: readonly Row[], value: (row: Row) => number) => median(rows.map(value))

/** P8 and P9: the bare chain's messages, a drain and a leaving in turn, `rounds` each, medians. */
export async function measureDrain(rounds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-drain-'))
  const [queue, held] = [join(folder, 'queue.db'), join(folder, 'held.db')]
  const limit = await prepare(await startBareChain(chainOperators))
  try {
    await fillWaiting(queue)
    await fillHeld(held)
    return await inTurn(limit, rounds, { queue, held }, (from) => {
      const file = join(folder, 'round.db')
      for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true })
      copyFileSync(from, file)
      return file
    })
  } finally {
    await limit.intake.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function inTurn(
  limit: Measured,
  rounds: number,
  { queue, held }: { readonly queue: string; readonly held: string },
  copyOf: (file: string) => string,
): Promise<readonly Figure[]> {
  const limits: number[] = []
  const drains: Spent[] = []
  const leavings: Left[] = []
  for (let round = 0; round < rounds; round++) {
    limits.push((await take(limit, waiting)).cpu)
    drains.push(await drain(copyOf(queue)))
    leavings.push(await leave(copyOf(held)))
  }
  const drained = of(drains, ({ cpu }) => cpu)
  return [
    ratioFigure('P8', '10,000 waiting to 1,000 operators, CPU s', median(limits), drained),
    plainFigure(
      'P8',
      '10,000 waiting to 1,000 operators, s, guard',
      of(drains, ({ seconds }) => seconds),
      's',
    ),
    plainFigure(
      'P8',
      'longest stall of the loop, ms',
      of(drains, ({ stallMs }) => stallMs),
      'ms',
    ),
    ratioFigure(
      'P9',
      '100 leave 200 each, CPU s a conversation',
      drained / waiting,
      of(leavings, ({ cpu }) => cpu) / left,
    ),
    plainFigure(
      'P9',
      'latest timer, ms',
      of(leavings, ({ lateMs }) => lateMs),
      'ms',
    ),
    plainFigure(
      'P9',
      '100 leave 200 each, s, guard',
      of(leavings, ({ seconds }) => seconds),
      's',
    ),
    plainFigure(
      'P9',
      'longest stall of the loop while they leave, ms',
      of(leavings, ({ stallMs }) => stallMs),
      'ms',
    ),
  ]
}
