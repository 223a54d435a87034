import { z } from 'zod'
import { At, DeviceId, Position } from './ids'

/**
 * Raised when an older client would misread what the hub sends, or be refused for what it says; the hub then answers
 * UPGRADE_REQUIRED. 2: entries and events of all messengers (comments, calls, reactions, templates, links).
 */
export const protocolVersion = 2

/** Socket.IO namespaces and the path, the same for operators and visitors. */
export const socketPath = '/socket.io/'
export const operatorNamespace = '/'
export const visitorNamespace = '/visitor'

/** What a workspace says when it connects (Socket.IO `auth`). Without `token` the session cookie is taken (browser workspace). */
export const Handshake = z.strictObject({
  protocol: z.number().int(),
  token: z.string().max(200).optional(),
  device: DeviceId,
  deviceName: z.string().max(120),
})
export type Handshake = z.infer<typeof Handshake>

/** First packet of the hub on a live socket. A different `epoch` means another store (restored, reset): caches start over. */
export const Welcome = z.object({
  epoch: z.string(),
  position: Position,
  hubAt: At,
  hubVersion: z.string(),
})
export type Welcome = z.infer<typeof Welcome>
