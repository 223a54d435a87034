import type { Command, CommandReply } from '#protocol/commands'
import { type Refusal, refusal } from '#protocol/errors'
import type { CommandId, ConversationId } from '#protocol/ids'
import type { Query, QueryReply } from '#protocol/queries'
import { type Handshake, Welcome } from '#protocol/version'
import { retryDelay, toldDelay } from './backoff'
import type { ClientClock, ClientRandom } from './clock'
import { parseCommandReply, parseQueryReply, parseRefusal } from './parse'
import type { SessionState } from './session-state'
import type { Transport, TransportEvents } from './transport'

/** A link that stood this long was a good one: the next failure begins with the shortest pause. */
const stableMs = 60_000
/** Waking and coming back to a network happen to many at once. */
const wakeSpreadMs = 2000
/** A hub that neither welcomes nor refuses. */
const handshakeMs = 20_000
/** Longer than any answer takes; the heartbeat finds a dead link well before. */
const answerMs = 30_000

const notConnected = (): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: refusal('NOT_CONNECTED', 'there is no link to the hub'),
})

/** What the session hands on: packets as they came, each link's between `welcomed` and `lost`. */
export interface SessionEvents {
  state(state: SessionState): void
  welcomed(welcome: Welcome): void
  near(packet: unknown): void
  far(packet: unknown): void
  notice(notice: unknown): void
  lost(): void
}

export interface SessionPorts {
  readonly transport: Transport
  readonly clock: ClientClock
  readonly random: ClientRandom
}

/** What follows from a refusal of the link. */
function fateOf(said: Refusal | null): 'retry' | 'signedOut' | 'replaced' | 'stuck' {
  switch (said?.code) {
    case 'UNAUTHENTICATED':
    case 'SESSION_ENDED':
      return 'signedOut'
    case 'DEVICE_REPLACED':
      return 'replaced'
    case 'UPGRADE_REQUIRED':
    case 'ORIGIN':
      return 'stuck'
    default:
      return 'retry'
  }
}

/**
 * One link to the hub, kept as well as the network allows: the only scheduler of attempts (the transport never tries by itself).
 * What ended for good (signed out, replaced) stays ended until a person acts.
 */
export class Session {
  readonly #ports: SessionPorts
  readonly #events: SessionEvents
  readonly #hubUrl: string
  readonly #handshake: Handshake
  #state: SessionState
  /** What is shown is as of then. */
  #since: number
  #phase: 'idle' | 'waiting' | 'trying' | 'linked' = 'idle'
  #attempts = 0
  #hubOffsetMs = 0
  #bye: Refusal | null = null
  /** Events of an earlier attempt are not listened to. */
  #generation = 0
  #callOff: () => void = () => undefined

  constructor(
    ports: SessionPorts,
    events: SessionEvents,
    target: { readonly hubUrl: string; readonly handshake: Handshake; readonly since: number | null },
  ) {
    this.#ports = ports
    this.#events = events
    this.#hubUrl = target.hubUrl
    this.#handshake = target.handshake
    this.#since = target.since ?? ports.clock.now()
    this.#state = { kind: 'connecting', hubUrl: target.hubUrl }
  }

  get state(): SessionState {
    return this.#state
  }

  get isLinked(): boolean {
    return this.#phase === 'linked'
  }

  get isLive(): boolean {
    return this.#state.kind === 'live'
  }

  /** Hub's clock minus the device's. */
  get hubOffsetMs(): number {
    return this.#hubOffsetMs
  }

  /** Tries now, whatever was planned; also the way back from "replaced". Nothing to do while linked. */
  connectNow(): void {
    if (this.#phase === 'linked' || this.#phase === 'trying') return
    this.#connect()
  }

  /** The computer woke or found a network. */
  wake(): void {
    if (this.#phase === 'linked' || this.#phase === 'trying' || this.#state.kind === 'replaced') return
    if (this.#state.kind === 'signedOut') return
    this.#attempts = 0
    this.#retryIn(Math.round(this.#ports.random.number() * wakeSpreadMs), null)
  }

  /** The computer is about to sleep: says so (best effort) and lets go; `wake` brings it back. */
  async sleep(): Promise<void> {
    await this.#sayAndLetGo({ kind: 'device.sleep' })
  }

  /** Quit or sign-out: says so (best effort) and lets go for good. */
  async leave(): Promise<void> {
    await this.#sayAndLetGo({ kind: 'session.leave' })
  }

  /** This link is not wanted any longer, for this reason. */
  end(said: Refusal): void {
    this.#ports.transport.disconnect()
    this.#closed(said)
  }

  stop(): void {
    const wasLinked = this.#phase === 'linked'
    this.#phase = 'idle'
    this.#generation++
    this.#callOff()
    this.#ports.transport.disconnect()
    if (wasLinked) this.#events.lost()
  }

  /** What is held is as of now: said by the one who catches up. */
  caughtUp(): void {
    if (this.#phase === 'linked') this.#become({ kind: 'live', hubUrl: this.#hubUrl, hubOffsetMs: this.#hubOffsetMs })
  }

  /** The hub answers what cannot be worked with: give this link up and try again later. */
  giveUp(said: Refusal | null): void {
    if (this.#phase !== 'linked') return
    this.#ports.transport.disconnect()
    this.#closed(said)
  }

  /** Nothing is kept for later: without a link the answer is NOT_CONNECTED, and so it is when none comes in time. */
  async command<Asked extends Command>(command: Asked, id: CommandId): Promise<CommandReply<Asked['kind']>> {
    if (this.#phase !== 'linked') return notConnected()
    const raw = await this.#inTime(this.#ports.transport.command({ id, sentAt: this.#sentAt(), command }))
    return parseCommandReply<Asked['kind']>(command.kind, raw)
  }

  async query<Asked extends Query>(query: Asked): Promise<QueryReply<Asked['kind']>> {
    if (this.#phase !== 'linked') return notConnected()
    return parseQueryReply<Asked['kind']>(query.kind, await this.#inTime(this.#ports.transport.query(query)))
  }

  typing(conversationId: ConversationId): void {
    if (this.#phase === 'linked') this.#ports.transport.typing(conversationId)
  }

  #inTime(answer: Promise<unknown>, withinMs = answerMs): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const callOff = this.#ports.clock.after(withinMs, () => resolve(notConnected()))
      answer.then(resolve, reject).finally(callOff)
    })
  }

  async #sayAndLetGo(command: Command<'device.sleep'> | Command<'session.leave'>): Promise<void> {
    if (this.#phase === 'linked') {
      const envelope = { id: this.#ports.random.uuid(), sentAt: this.#sentAt(), command }
      await this.#inTime(this.#ports.transport.command(envelope), wakeSpreadMs)
    }
    const wasLive = this.isLive
    this.stop()
    if (wasLive) this.#since = this.#ports.clock.now()
    if (this.#state.kind === 'live' || this.#state.kind === 'connecting') this.#become(this.#lost(null, null))
  }

  #sentAt(): number {
    return Math.max(0, Math.round(this.#ports.clock.now() + this.#hubOffsetMs))
  }

  #become(state: SessionState): void {
    this.#state = state
    this.#events.state(state)
  }

  #lost(retryAt: number | null, said: Refusal | null): SessionState {
    return { kind: 'notConnected', hubUrl: this.#hubUrl, since: this.#since, retryAt, refusal: said }
  }

  #connect(): void {
    const { transport, clock } = this.#ports
    this.#phase = 'trying'
    this.#bye = null
    const generation = ++this.#generation
    this.#callOff()
    if (this.#state.kind !== 'connecting') this.#become(this.#lost(null, null))
    this.#callOff = clock.after(handshakeMs, () => {
      transport.disconnect()
      this.#closed(null)
    })
    transport.connect(this.#handshake, this.#heard(generation))
  }

  #heard(generation: number): TransportEvents {
    const ours = <Value>(act: (value: Value) => void) => {
      return (value: Value) => {
        if (generation === this.#generation) act(value)
      }
    }
    return {
      welcome: ours((raw) => this.#welcomed(raw)),
      near: ours((raw) => this.#events.near(raw)),
      far: ours((raw) => this.#events.far(raw)),
      notice: ours((raw) => this.#events.notice(raw)),
      bye: ours((raw) => {
        this.#bye = parseRefusal(raw)
      }),
      closed: ours((raw) => this.#closed(parseRefusal(raw) ?? this.#bye)),
    }
  }

  #welcomed(raw: unknown): void {
    const welcome = Welcome.safeParse(raw)
    if (!welcome.success) {
      this.#ports.transport.disconnect()
      this.#closed(refusal('UPGRADE_REQUIRED', 'the welcome of the hub is not understood'))
      return
    }
    this.#phase = 'linked'
    this.#hubOffsetMs = welcome.data.hubAt - this.#ports.clock.now()
    this.#callOff()
    this.#callOff = this.#ports.clock.after(stableMs, () => {
      this.#attempts = 0
    })
    this.#events.welcomed(welcome.data)
  }

  #closed(said: Refusal | null): void {
    const wasLinked = this.#phase === 'linked'
    if (this.isLive) this.#since = this.#ports.clock.now()
    this.#phase = 'idle'
    this.#generation++
    this.#callOff()
    if (wasLinked) this.#events.lost()
    switch (fateOf(said)) {
      case 'signedOut':
        this.#become({ kind: 'signedOut', hubUrl: this.#hubUrl, refusal: said })
        break
      case 'replaced':
        this.#become({ kind: 'replaced', hubUrl: this.#hubUrl })
        break
      case 'stuck':
        this.#become(this.#lost(null, said))
        break
      case 'retry':
        this.#retryIn(this.#delay(said), said)
        break
    }
  }

  #delay(said: Refusal | null): number {
    const random = this.#ports.random.number()
    const isFirst = this.#attempts === 0
    const own = retryDelay(this.#attempts++, random)
    if (said?.retryAfterMs === undefined) return own
    // A hub that says "at once" again and again is believed the first time.
    return Math.max(toldDelay(said.retryAfterMs, random), isFirst ? 0 : own)
  }

  #retryIn(ms: number, said: Refusal | null): void {
    this.#phase = 'waiting'
    this.#callOff()
    this.#callOff = this.#ports.clock.after(ms, () => this.#connect())
    this.#become(this.#lost(this.#ports.clock.now() + ms, said))
  }
}
