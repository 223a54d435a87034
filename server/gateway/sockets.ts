import type { Server as HttpServer } from 'node:http'
import cookie from '@fastify/cookie'
import { Server } from 'socket.io'
import { type Outcome, type Refusal, refusal, refused } from '#protocol/errors'
import { type ConversationId, ConversationId as conversationId, type OperatorId } from '#protocol/ids'
import { Handshake, protocolVersion, socketPath } from '#protocol/version'
import { actorOf } from '../accounts/presenters'
import type { DeviceData, WorkspaceServer, WorkspaceSocket } from './devices'
import type { Broadcast } from './feed'
import { parseInput } from './input'
import { jsonPackets } from './json-packets'
import { viewerOf } from './ports'
import { authenticate, cookieName, type SessionRules } from './session'
import { rooms } from './sight'

/** One server for operators and visitors: heartbeat, packet limit and transport are the same (reliability section 2). */
export function openSockets(http: HttpServer): WorkspaceServer {
  return new Server(http, {
    path: socketPath,
    parser: jsonPackets,
    transports: ['websocket'],
    serveClient: false,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 10_000,
    maxHttpBufferSize: 1 << 20,
    perMessageDeflate: false,
  })
}

/** A refusal as Socket.IO carries it in `connect_error`: the client reads `data` and stops trying by itself. */
export const refusedHandshake = (why: Refusal): Error => Object.assign(new Error(why.code), { data: why })

interface Asking {
  readonly auth: unknown
  readonly headers: { readonly origin?: string | undefined; readonly cookie?: string | undefined }
}

/** Who may open a socket: version, session, origin, in the order in which the answer helps. */
export async function admit(asking: Asking, rules: SessionRules): Promise<Outcome<DeviceData>> {
  const version = versionOf(asking.auth)
  if (version !== undefined && version !== protocolVersion)
    return refused('UPGRADE_REQUIRED', 'the workspace speaks another version', { facts: { protocol: protocolVersion } })
  const handshake = parseInput(Handshake, asking.auth)
  if (!handshake.ok) return handshake
  const { token, device } = handshake.value
  const cookies = asking.headers.cookie === undefined ? {} : cookie.parse(asking.headers.cookie)
  const name = cookieName(rules.publicUrl())
  const credentials = { token, cookie: cookies[name], origin: asking.headers.origin }
  const who = await authenticate(credentials, rules)
  if (!who.ok) return who
  const { session, account } = who.value
  // A token belongs to the device it was given to; a stolen one is of no use under another name.
  if (token !== undefined && session.device !== device) return refused('UNAUTHENTICATED', 'sign in on this device')
  const { seesAll } = viewerOf(actorOf(account))
  return { ok: true, value: { operatorId: account.id, sessionId: session.id, device, seesAll } }
}

function versionOf(auth: unknown): number | undefined {
  if (typeof auth !== 'object' || auth === null || !('protocol' in auth)) return undefined
  return typeof auth.protocol === 'number' ? auth.protocol : undefined
}

/** Rooms as the feed needs them. */
export const broadcastOf = (io: WorkspaceServer): Broadcast => ({
  has: (room) => (io.sockets.adapter.rooms.get(room)?.size ?? 0) > 0,
  near: (to, packet) => void io.to([...to]).emit('near', packet),
  far: (to, packet) => void io.to([...to]).emit('far', packet),
  notice: (to, notice) => void io.to([...to]).emit('notice', notice),
  noticeToStaff: (to, notice) =>
    void io
      .to([...to])
      .except(rooms.restricted)
      .emit('notice', notice),
  leave: (operatorId: OperatorId, id: ConversationId) =>
    io.in(rooms.operator(operatorId)).socketsLeave(rooms.opened(id)),
})

const longestBufferBytes = 1 << 20
const longestBufferPackets = 500

/** More waits for this device than it will ever need: it does better with a snapshot. The buffer is private to engine.io's types. */
export function isClogged({ conn }: WorkspaceSocket): boolean {
  const waiting: unknown = Reflect.get(conn, 'writeBuffer')
  if (!Array.isArray(waiting)) return false
  if (waiting.length > longestBufferPackets) return true
  let bytes = 0
  for (const packet of waiting) if (typeof packet.data === 'string') bytes += packet.data.length
  return bytes > longestBufferBytes
}

export const parseConversationId = (raw: unknown): ConversationId | undefined => conversationId.safeParse(raw).data

export const resync = (): Refusal => refusal('RESYNC', 'too much waits for this device', { retryAfterMs: 0 })
