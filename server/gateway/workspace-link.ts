import type { WorkspacePackets } from '#protocol/commands'
import type { Refusal } from '#protocol/errors'
import { refusal } from '#protocol/errors'
import type { ConversationId, OperatorId, SessionId } from '#protocol/ids'
import type { Account } from '#protocol/operator'
import { operatorNamespace } from '#protocol/version'
import type { EndReason } from '../accounts/ports'
import type { Commands } from './commands'
import { Device, type Devices, type WorkspaceServer, type WorkspaceSocket } from './devices'
import type { Feed } from './feed'
import type { Company, GatewayClock, GatewayLog, GatewayTimers, Links, ReadStore, Viewer } from './ports'
import { viewerOf } from './ports'
import type { Queries } from './queries'
import { withRequestId } from './request-id'
import type { Screens } from './screens'
import type { SessionRules } from './session'
import { rooms } from './sight'
import { admit, isClogged, parseConversationId, refusedHandshake, resync } from './sockets'

const mostDevices = 5
const clogCheckMs = 250
const keepEveryMs = 10 * 60_000
const restartRetryMs = 1_000
const knownPackets: ReadonlySet<string> = new Set(['command', 'query', 'typing'] satisfies (keyof WorkspacePackets)[])

export interface WorkspaceLinkPorts {
  readonly io: WorkspaceServer
  readonly devices: Devices
  readonly rules: SessionRules
  readonly links: Links
  readonly feed: Feed
  readonly screens: Screens
  readonly commands: Commands
  readonly queries: Queries
  readonly company: Company
  readonly store: ReadStore
  readonly clock: GatewayClock
  readonly timers: GatewayTimers
  readonly log: GatewayLog
  readonly epochOf: (viewer: Viewer) => string
  readonly hubVersion: string
  readonly newRequestId: () => string
  /** The session was used: kept so that it does not lapse. */
  readonly touch: (sessions: readonly SessionId[]) => void
  /** An operator is typing where the contact can be told. */
  readonly onTyping: (operatorId: OperatorId, conversationId: ConversationId) => void
}

/** The operators' sockets from the handshake to the end: one a device, in the rooms its rights open. */
export class WorkspaceLink {
  readonly #ports: WorkspaceLinkPorts
  #closed: Refusal | null = refusal('RESTARTING', 'the hub is starting', { retryAfterMs: restartRetryMs })
  #callOff: () => void = () => undefined
  #callOffKeeping: () => void = () => undefined

  constructor(ports: WorkspaceLinkPorts) {
    this.#ports = ports
  }

  /** Takes its place on the server; everybody is asked to come back until `admit`. */
  open(): void {
    const namespace = this.#ports.io.of(operatorNamespace)
    namespace.use((socket, next) => {
      if (this.#closed !== null) return next(this.#refused(this.#closed))
      admit({ auth: socket.handshake.auth, headers: socket.handshake.headers }, this.#ports.rules)
        .then((admitted) => {
          if (!admitted.ok) return next(this.#refused(admitted.refusal))
          Object.assign(socket.data, admitted.value)
          next()
        })
        .catch((error: unknown) => {
          this.#ports.log.error('handshake.failed', {}, error)
          next(this.#refused(refusal('STORE_UNAVAILABLE', 'try again', { retryAfterMs: restartRetryMs })))
        })
    })
    namespace.on('connection', (socket) => this.#connected(socket))
    this.#watch()
    this.#keep()
  }

  admit(): void {
    this.#closed = null
  }

  /** Restricted operators with a device. */
  restricted(): readonly OperatorId[] {
    const devices = this.#ports.devices.all().filter((device) => !device.seesAll)
    return [...new Set(devices.map((device) => device.operatorId))]
  }

  /** Says goodbye to everybody; nobody gets in any more. */
  stop(): void {
    this.#closed = refusal('RESTARTING', 'the hub restarts', { retryAfterMs: restartRetryMs })
    this.#callOff()
    this.#callOffKeeping()
    for (const device of this.#ports.devices.all()) this.#end(device, this.#closed)
  }

  sessionsEnded(ids: readonly SessionId[], reason: EndReason): void {
    for (const device of this.#ports.devices.ofSessions(new Set(ids))) {
      this.#leave(device)
      this.#end(device, refusal('SESSION_ENDED', 'the session has ended', { facts: { reason } }))
    }
  }

  /** Rights changed: who sees more or less than before starts anew, the others hear of it. */
  accountChanged(id: OperatorId, account: Account): void {
    const actor = this.#ports.company.actor(id)
    for (const device of this.#ports.devices.of(id)) {
      if (actor !== undefined && viewerOf(actor).seesAll === device.seesAll) {
        this.#join(device)
        device.socket.emit('notice', { kind: 'account.changed', account })
      } else this.#end(device, refusal('RESYNC', 'your rights have changed', { retryAfterMs: 0 }))
    }
  }

  isLive(sessionId: SessionId): boolean {
    return this.#ports.devices.ofSessions(new Set([sessionId])).length > 0
  }

  #refused(why: Refusal): Error {
    const said = withRequestId(why, this.#ports.newRequestId)
    this.#ports.log.info('session.refused', { code: said.code, requestId: said.requestId })
    return refusedHandshake(said)
  }

  #connected(socket: WorkspaceSocket): void {
    const { devices, clock, links, feed, epochOf, store, hubVersion, touch, log } = this.#ports
    const device = new Device(socket, clock.monotonic())
    const former = devices.add(device)
    links.connected(device.operatorId, device.lease)
    if (former !== undefined) this.#end(former, refusal('DEVICE_REPLACED', 'another window has taken this place'))
    const all = devices.of(device.operatorId)
    for (const oldest of all.slice(0, Math.max(0, all.length - mostDevices))) {
      this.#end(oldest, refusal('DEVICE_REPLACED', 'signed in on too many devices'))
    }
    if (!device.seesAll) feed.attend(device.operatorId)
    this.#join(device)
    touch([device.sessionId])
    log.info('session.live', { operatorId: device.operatorId, sessionId: device.sessionId })
    const viewer = { operatorId: device.operatorId, seesAll: device.seesAll }
    socket.on('disconnect', (reason) => this.#disconnected(device, reason))
    this.#listen(device)
    socket.emit('welcome', {
      ...{ epoch: epochOf(viewer), position: store.position(), hubAt: clock.now(), hubVersion },
    })
  }

  #listen(device: Device): void {
    const { commands, queries, screens, onTyping, clock } = this.#ports
    const { socket } = device
    socket.onAny((name: string, ...rest: unknown[]) => {
      if (!knownPackets.has(name)) this.#unknown(device, rest.at(-1))
    })
    socket.on('command', (envelope, answer) => {
      if (typeof answer !== 'function') return this.#bad(device)
      this.#awake(device)
      void commands.answer(envelope, device).then((reply) => {
        if (!reply.ok && reply.refusal.code === 'BAD_REQUEST') this.#bad(device)
        answer(reply)
      })
    })
    socket.on('query', (query, answer) => {
      if (typeof answer !== 'function') return this.#bad(device)
      this.#awake(device)
      void queries.answer(query, device).then((reply) => {
        if (!reply.ok && reply.refusal.code === 'BAD_REQUEST') this.#bad(device)
        answer(reply)
      })
    })
    socket.on('typing', (raw) => {
      const id = parseConversationId(raw)
      if (id === undefined) return this.#bad(device)
      if (device.typing.take(clock.monotonic()) > 0) return
      screens.typing(device, id).then(
        (isHere) => isHere && onTyping(device.operatorId, id),
        (error: unknown) => this.#ports.log.error('typing.failed', { operatorId: device.operatorId }, error),
      )
    })
  }

  /** A packet of no name that is listened to: answered where an answer is awaited, as it would otherwise be awaited in vain. */
  #unknown(device: Device, answer: unknown): void {
    this.#bad(device)
    const why = refusal('BAD_REQUEST', 'not understood', { field: 'event' })
    if (typeof answer === 'function') answer({ ok: false, refusal: withRequestId(why, this.#ports.newRequestId) })
  }

  #join({ socket, operatorId, seesAll }: Device): void {
    void socket.join(rooms.operator(operatorId))
    void socket.join(seesAll ? rooms.staff : rooms.restricted)
    if (this.#ports.company.actor(operatorId)?.role === 'administrator') void socket.join(rooms.administrators)
    else void socket.leave(rooms.administrators)
  }

  #disconnected(device: Device, reason: string): void {
    const { devices, screens, links, feed, log, touch } = this.#ports
    screens.gone(device)
    const isLast = devices.remove(device)
    log.info('session.gone', { operatorId: device.operatorId, sessionId: device.sessionId, reason })
    if (device.standing === 'live') links.lost(device.operatorId, device.lease)
    if (isLast && !device.seesAll && devices.of(device.operatorId).length === 0) feed.abandon(device.operatorId)
    if (this.#closed === null) touch([device.sessionId])
  }

  #leave(device: Device): void {
    if (device.standing === 'left') return
    device.standing = 'left'
    this.#ports.links.left(device.operatorId, device.lease)
  }

  /** It slept and speaks again. */
  #awake(device: Device): void {
    if (device.standing !== 'asleep') return
    device.standing = 'live'
    this.#ports.links.connected(device.operatorId, device.lease)
  }

  #end(device: Device, why: Refusal): void {
    const said = withRequestId(why, this.#ports.newRequestId)
    this.#ports.log.info('session.ended', { operatorId: device.operatorId, code: said.code, requestId: said.requestId })
    device.socket.emit('bye', said)
    device.socket.disconnect(true)
  }

  #bad(device: Device): void {
    if (!device.isTooBad(this.#ports.clock.monotonic())) return
    this.#ports.log.warn('session.misbehaves', { operatorId: device.operatorId, sessionId: device.sessionId })
    this.#end(device, refusal('BAD_REQUEST', 'too much that is not understood'))
  }

  /** A device that cannot keep up is let go instead of filling the hub's memory. */
  #watch(): void {
    this.#callOff = this.#ports.timers.after(clogCheckMs, () => {
      for (const device of this.#ports.devices.all()) {
        if (!isClogged(device.socket)) continue
        this.#ports.log.warn('session.clogged', { operatorId: device.operatorId, sessionId: device.sessionId })
        this.#end(device, resync())
      }
      this.#watch()
    })
  }

  /** A session on the line does not lapse for want of use; it ends by its age all the same. */
  #keep(): void {
    this.#callOffKeeping = this.#ports.timers.after(keepEveryMs, () => {
      const { devices, touch } = this.#ports
      if (devices.all().length > 0) touch(devices.all().map((device) => device.sessionId))
      this.#keep()
    })
  }
}
