import { randomBytes } from 'node:crypto'
import type { FakeRequest } from '../http'
import { Refusal } from './refusals'

export interface FakeEvent {
  readonly type: string
  readonly group_id: number
  readonly event_id: string
  readonly v: string
  readonly object: Readonly<Record<string, unknown>>
}

export interface CallbackServer {
  readonly id: number
  title: string
  url: string
  secret: string
  status: 'unconfigured' | 'failed' | 'wait' | 'ok'
  wanted: ReadonlySet<string>
  readonly queue: FakeEvent[]
  isBusy: boolean
}

/** Milliseconds between attempts; the real service waits longer. */
const retryMs = 40
const tries = 100
export const mostServers = 10

/** What happens in a community on its way to whoever wants to hear of it: to up to ten servers, and to those who poll. */
export class FakeNews {
  readonly groupId: number
  readonly servers: CallbackServer[] = []
  /** Every Callback call goes out so many times. */
  copies = 1
  /** Callback calls made, with what came back. */
  readonly deliveries: { readonly event: FakeEvent; readonly status: number | null; readonly answer: string }[] = []
  #nextServer = 1
  #code = 'c0de0'
  #isClosed = false
  #held: FakeEvent[] | null = null
  #history: FakeEvent[] = []
  #forgotten = 0
  #key = 'key-1'
  #pollWanted: ReadonlySet<string> | null = null
  #poller: (() => void) | null = null
  #wasPolled = false

  readonly #happened: () => void

  /** `happened`: something is now as somebody may wait for it. */
  constructor(groupId: number, happened: () => void) {
    this.groupId = groupId
    this.#happened = happened
  }

  get confirmationCode(): string {
    return this.#code
  }

  get isPolled(): boolean {
    return this.#poller !== null
  }

  /** What happens now comes to somebody: to a server, or to who has polled before and will again. */
  get isHeard(): boolean {
    return this.#wasPolled || this.servers.some(({ status }) => status === 'ok')
  }

  tell(type: string, object: Readonly<Record<string, unknown>>): FakeEvent {
    const event = { type, group_id: this.groupId, event_id: randomBytes(20).toString('hex'), v: '5.199', object }
    this.#enqueue([event])
    return event
  }

  /** The same again, as after a lost answer. */
  repeat(event: FakeEvent): void {
    this.#enqueue([event])
  }

  /** Keeps what comes until `release`, which gives it out in the order it is told. */
  hold(): void {
    this.#held ??= []
  }

  release(order: (events: readonly FakeEvent[]) => readonly FakeEvent[] = (events) => events): void {
    const held = this.#held ?? []
    this.#held = null
    this.#enqueue(order(held))
  }

  // Callback API

  addServer(url: string, title: string, secret: string): CallbackServer {
    const made = { id: this.#nextServer, title, url, secret, wanted: new Set<string>(), queue: [], isBusy: false }
    const server: CallbackServer = { ...made, status: 'wait' }
    this.#nextServer += 1
    this.servers.push(server)
    this.#confirm(server)
    return server
  }

  editServer(server: CallbackServer, url: string, title: string, secret: string): void {
    Object.assign(server, { url, title, secret, status: 'wait' })
    this.#confirm(server)
  }

  removeServer(server: CallbackServer): void {
    this.servers.splice(this.servers.indexOf(server), 1)
  }

  /** The code is another one after every change, so one that was kept is of no use. */
  #confirm(server: CallbackServer): void {
    this.#code = randomBytes(4).toString('hex')
    const { url, secret } = server
    const question = { type: 'confirmation', group_id: this.groupId, event_id: '', v: '5.199', secret }
    void post(url, JSON.stringify(question), {}).then(({ status, answer }) => {
      if (server.url !== url) return
      server.status = status === 200 && answer === this.#code ? 'ok' : 'failed'
      this.#happened()
      void this.#deliver(server)
    })
  }

  #enqueue(events: readonly FakeEvent[]): void {
    if (this.#held !== null) {
      this.#held.push(...events)
      return
    }
    for (const event of events) {
      if (this.#pollWanted?.has(event.type) === true) this.#history.push(event)
      for (const server of this.servers) if (server.wanted.has(event.type)) server.queue.push(event)
    }
    this.#poller?.()
    for (const server of this.servers) void this.#deliver(server)
  }

  async #deliver(server: CallbackServer): Promise<void> {
    if (server.isBusy) return
    server.isBusy = true
    for (let attempt = 0; !this.#isClosed && server.status === 'ok' && this.servers.includes(server); ) {
      const [event] = server.queue
      if (event === undefined) break
      const headers: Record<string, string> = attempt === 0 ? {} : { 'x-retry-counter': String(attempt) }
      const body = JSON.stringify({ ...event, secret: server.secret })
      const calls = Array.from({ length: this.copies }, () => post(server.url, body, headers))
      const replies = await Promise.all(calls)
      for (const reply of replies) this.deliveries.push({ event, ...reply })
      this.#happened()
      const isTaken = replies.some(({ status, answer }) => status === 200 && answer === 'ok')
      attempt = isTaken || attempt >= tries ? 0 : attempt + 1
      if (attempt === 0) server.queue.shift()
      else await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
    server.isBusy = false
  }

  // Long Poll

  wantsPolling(wanted: ReadonlySet<string> | null): void {
    this.#pollWanted = wanted
  }

  pollServer(address: string) {
    if (this.#pollWanted === null) throw new Refusal(15, 'Access denied: longpoll for this group is not enabled')
    return { server: address, key: this.#key, ts: String(this.#now) }
  }

  /** The key of everybody who polls is old from now on. */
  changeKey(): void {
    this.#key = `key-${randomBytes(4).toString('hex')}`
    this.#poller?.()
  }

  /** What nobody has fetched is thrown away. */
  forget(): void {
    this.#forgotten += this.#history.length
    this.#history = []
  }

  async poll(request: FakeRequest) {
    const [key, ts] = [request.query.get('key'), Number(request.query.get('ts'))]
    if (request.query.get('act') !== 'a_check') return { failed: 4, min_version: 0, max_version: 3 }
    if (key !== this.#key) return { failed: 2 }
    if (!(ts >= this.#forgotten) || ts > this.#now) return { failed: 1, ts: this.#now }
    if (ts === this.#now) await this.#news(request, Number(request.query.get('wait')))
    if (key !== this.#key) return { failed: 2 }
    return { ts: String(this.#now), updates: this.#history.slice(Math.max(0, ts - this.#forgotten)) }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#poller?.()
  }

  get #now(): number {
    return this.#forgotten + this.#history.length
  }

  #news(request: FakeRequest, seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        if (this.#poller === end) this.#poller = null
        resolve()
      }
      const timer = setTimeout(end, seconds * 1000)
      this.#poller = end
      this.#wasPolled = true
      this.#happened()
      void request.closed.then(end)
    })
  }
}

async function post(url: string, body: string, more: Readonly<Record<string, string>>) {
  try {
    const headers = { 'content-type': 'application/json', ...more }
    const response = await fetch(url, { method: 'POST', headers, body })
    return { status: response.status, answer: await response.text() }
  } catch {
    return { status: null, answer: '' }
  }
}
