import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { fold } from '#client/fold'
import { SqliteCache } from '#main/cache/sqlite-cache'
import { monotonic, nextTurn } from '#main/platform'
import { Position } from '#protocol/ids'
import { aConversation } from '#test/support/demo-conversations'
import { aContactMessage } from '#test/support/entries'
import { type Figure, median, percentile, plainFigure, ratioFigure } from '../figure'
import { bareSearch, fillCache, typed } from '../load/cached-messages'
import { type Child, startChild } from '../load/child'

const messages = 1_000_000
/** Each question is typed so often in a round. */
const repeats = 5

/** Each question letter by letter, as far as texts are searched at all (three letters). */
const keystrokes = typed.flatMap((text) => Array.from({ length: text.length - 2 }, (_, at) => text.slice(0, at + 3)))

const Ready = z.object({ kind: z.literal('ready') })
const Answered = z.object({ id: z.number(), outcome: z.object({ ok: z.literal(true), value: z.unknown() }) })

/** The product's own cache file, begun by the product's own writing. */
async function makeCache(file: string): Promise<void> {
  const cache = new SqliteCache({
    file,
    monotonic,
    pause: nextTurn,
    onSlow: () => undefined,
    onSetAside: (error) => {
      throw error
    },
  })
  const row = aConversation('marina')
  await cache.write({
    rows: [row],
    entries: [{ conversationId: row.id, entry: aContactMessage(1) }],
    cursor: { epoch: 'bench', position: Position.parse(1), at: 1 },
  })
  await cache.close()
  fillCache(file, messages)
}

/** The window's end of the process wall: asks, and has the answer as an object of its own. */
class Window {
  readonly #main: Child
  readonly #waiting = new Map<number, (value: unknown) => void>()
  #next = 1

  constructor(main: Child) {
    this.#main = main
    main.process.on('message', (message) => {
      const { id, outcome } = Answered.parse(message)
      // The page gets a copy of what the preload script holds, as contextBridge makes it.
      this.#waiting.get(id)?.(structuredClone(outcome.value))
      this.#waiting.delete(id)
    })
  }

  search(text: string): Promise<unknown> {
    const id = this.#next++
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#main.process.send({ id, input: { text, where: 'cache' } })
    })
  }
}

/** Milliseconds of each keystroke, one after another, from asking to the answer. */
async function timesOf(search: (text: string) => unknown): Promise<readonly number[]> {
  const times: number[] = []
  for (let index = 0; index < repeats; index++) {
    for (const text of keystrokes) {
      const startedAt = performance.now()
      await search(text)
      times.push(performance.now() - startedAt)
    }
  }
  return times
}

async function compare(file: string, window: Window, rounds: number): Promise<readonly Figure[]> {
  const bare = bareSearch(file)
  const limits: (readonly number[])[] = []
  const products: (readonly number[])[] = []
  try {
    await timesOf((text) => window.search(text))
    for (let round = 0; round < rounds; round++) {
      limits.push(await timesOf((text) => bare.search(fold(text))))
      products.push(await timesOf((text) => window.search(text)))
    }
  } finally {
    bare.close()
  }
  const of = (all: readonly (readonly number[])[], share: number) =>
    median(all.map((times) => percentile(times, share)))
  return [
    ratioFigure('P15', 'search while typing, p99 ms', of(limits, 0.99), of(products, 0.99)),
    plainFigure('P15', 'search while typing, guard', of(products, 0.99), 'ms'),
    ratioFigure('P15', 'search while typing, p50 ms', of(limits, 0.5), of(products, 0.5)),
  ]
}

/**
 * P15: from a window over a process wall of structured clones through main's checks, the workspace and SQLite, and back. It is
 * Node's wall and not Electron's, whose binary is not everywhere; the wall of Electron's double is a debugging protocol, thirty times
 * slower than either. The hub is away: all comes from the cache.
 */
export async function measureCache(rounds: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cache-'))
  const file = join(folder, 'cache.sqlite')
  try {
    const startedAt = performance.now()
    await makeCache(file)
    const [size, took] = [statSync(file).size / 1_000_000, (performance.now() - startedAt) / 1000]
    console.log(`${messages} messages cached: ${size.toFixed(0)} MB in ${took.toFixed(0)} s`)
    const program = new URL('./search-main.js', import.meta.url).pathname
    const openedAt = performance.now()
    const main = await startChild(program, [folder], {}, (message) => Ready.safeParse(message).data ?? null, 'advanced')
    const startMs = performance.now() - openedAt
    try {
      const figures = await compare(file, new Window(main), rounds)
      return [...figures, plainFigure('P15', 'start of main over 1M messages', startMs, 'ms')]
    } finally {
      await main.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
