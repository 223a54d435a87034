import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'

export interface Webhook {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** More of them, that depend on the body. */
  readonly sign?: (body: string) => Readonly<Record<string, string>>
}

export interface LoadResult {
  readonly seconds: number
  readonly answers: number
  /** Statuses other than 200, with how often. */
  readonly refused: ReadonlyMap<number, number>
}

const linesOf = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

/** One keep-alive connection with one request at a time, written by hand: a generator must cost less than what it measures. */
export class Caller {
  readonly #socket: Socket
  readonly #head: string
  readonly #sign: Webhook['sign']
  #received = ''
  #answer: ((status: number) => void) | null = null
  #isClosed = false

  constructor({ port, path, headers, sign }: Webhook) {
    this.#sign = sign
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.setEncoding('latin1')
    this.#socket.on('data', (chunk: string) => this.#take(chunk))
    this.#socket.on('error', () => this.#settle(0))
    this.#socket.on('close', () => {
      this.#isClosed = true
      this.#settle(0)
    })
    this.#head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${linesOf(headers)}`
  }

  /** Gives 0 when there is no answer. */
  call(body: string): Promise<number> {
    if (this.#isClosed) return Promise.resolve(0)
    return new Promise((resolve) => {
      this.#answer = resolve
      const signed = this.#sign === undefined ? '' : linesOf(this.#sign(body))
      this.#socket.write(`${this.#head}${signed}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    })
  }

  #take(chunk: string): void {
    this.#received += chunk
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = /content-length: (\d+)/i.exec(this.#received.slice(0, end))?.[1] ?? '0'
    if (this.#received.length < end + 4 + Number(length)) return
    const status = Number(this.#received.slice(9, 12))
    this.#received = ''
    this.#settle(status)
  }

  #settle(status: number): void {
    const answer = this.#answer
    this.#answer = null
    answer?.(status)
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** Closed loop: `inFlight` callers, each sends its next message when the last is answered. */
export async function drive(
  webhook: Webhook,
  from: number,
  count: number,
  inFlight: number,
  body: (index: number) => string,
): Promise<LoadResult> {
  const callers = Array.from({ length: inFlight }, () => new Caller(webhook))
  const refused = new Map<number, number>()
  let next = from
  let answers = 0
  const startedAt = performance.now()
  await Promise.all(
    callers.map(async (caller) => {
      while (next < from + count) {
        const status = await caller.call(body(next++))
        if (status === 200) answers++
        else refused.set(status, (refused.get(status) ?? 0) + 1)
      }
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  for (const caller of callers) caller.close()
  return { seconds, answers, refused }
}

/** Open loop: `perSecond` messages leave on time whether or not the earlier ones are answered; gives when each left. */
export async function driveAtRate(
  webhook: Webhook,
  from: number,
  count: number,
  perSecond: number,
  body: (index: number) => string,
): Promise<ReadonlyMap<number, number>> {
  const idle = Array.from({ length: 200 }, () => new Caller(webhook))
  const all = [...idle]
  const sentAt = new Map<number, number>()
  const answered: Promise<unknown>[] = []
  const startedAt = performance.now()
  let next = from
  while (next < from + count) {
    const due = from + Math.floor(((performance.now() - startedAt) / 1000) * perSecond)
    while (next < Math.min(due, from + count)) {
      const caller = idle.pop()
      if (caller === undefined) break
      const index = next++
      sentAt.set(index, performance.now())
      answered.push(caller.call(body(index)).then(() => idle.push(caller)))
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(answered)
  for (const caller of all) caller.close()
  return sentAt
}
