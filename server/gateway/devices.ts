import type { Server, Socket } from 'socket.io'
import type { WorkspacePackets } from '#protocol/commands'
import type { HubPackets } from '#protocol/events'
import type { ConversationId, DeviceId, OperatorId, SessionId } from '#protocol/ids'
import { TokenBucket } from './token-bucket'

/** What a workspace sends, before it is parsed; named as in `WorkspacePackets`. */
interface RawPackets {
  command: (envelope: unknown, answer: unknown) => void
  query: (query: unknown, answer: unknown) => void
  typing: (conversationId: unknown) => void
}
type Inbound = { [Name in keyof WorkspacePackets]: RawPackets[Name] }
type NoPackets = Record<string, never>

export interface DeviceData {
  operatorId: OperatorId
  sessionId: SessionId
  device: DeviceId
  seesAll: boolean
}
export type WorkspaceSocket = Socket<Inbound, HubPackets, NoPackets, DeviceData>
export type WorkspaceServer = Server<Inbound, HubPackets, NoPackets, DeviceData>

const badPerMinute = 50

/** A device on a live socket. */
export class Device {
  readonly socket: WorkspaceSocket
  readonly operatorId: OperatorId
  readonly sessionId: SessionId
  readonly id: DeviceId
  readonly seesAll: boolean
  /** One a socket: the same device coming back is another lease. */
  readonly lease: string
  readonly opened = new Set<ConversationId>()
  readonly commands: TokenBucket
  readonly queries: TokenBucket
  readonly typing: TokenBucket
  /** How its lease stands: `asleep` comes back with the next word, `left` never. */
  standing: 'live' | 'asleep' | 'left' = 'live'
  #bad: number[] = []

  constructor(socket: WorkspaceSocket, now: number) {
    this.socket = socket
    this.operatorId = socket.data.operatorId
    this.sessionId = socket.data.sessionId
    this.id = socket.data.device
    this.seesAll = socket.data.seesAll
    this.lease = socket.id
    this.commands = new TokenBucket(20, 40, now)
    this.queries = new TokenBucket(50, 200, now)
    this.typing = new TokenBucket(1, 3, now)
  }

  /** Counts something that no honest program sends; true when it is too much. */
  isTooBad(now: number): boolean {
    this.#bad = this.#bad.filter((at) => now - at < 60_000)
    this.#bad.push(now)
    return this.#bad.length >= badPerMinute
  }
}

/** Who is on the line. One socket a device: the caller ends the one that `add` gives back. */
export class Devices {
  readonly #byKey = new Map<string, Device>()

  add(device: Device): Device | undefined {
    const former = this.#byKey.get(keyOf(device))
    // Set anew, so that the order is that of connecting.
    this.#byKey.delete(keyOf(device))
    this.#byKey.set(keyOf(device), device)
    return former
  }

  /** False when another socket has taken the device's place. */
  remove(device: Device): boolean {
    return this.#byKey.get(keyOf(device)) === device && this.#byKey.delete(keyOf(device))
  }

  all(): readonly Device[] {
    return [...this.#byKey.values()]
  }

  /** The one connected longest first. */
  of(operatorId: OperatorId): readonly Device[] {
    return this.all().filter((device) => device.operatorId === operatorId)
  }

  ofSessions(ids: ReadonlySet<SessionId>): readonly Device[] {
    return this.all().filter((device) => ids.has(device.sessionId))
  }
}

const keyOf = (device: Device) => `${device.operatorId} ${device.id}`
