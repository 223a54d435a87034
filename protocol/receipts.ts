import { z } from 'zod'

/**
 * The ladder of an outbound message (reliability promise 3). `queued` is stored, `sending` is committed before the first byte
 * leaves, `sent` has the channel's positive answer. `unconfirmed`: bytes left and no answer came, so it is not repeated by itself.
 */
export const deliveryStatuses = ['queued', 'sending', 'unconfirmed', 'sent', 'failed', 'delivered', 'read'] as const
export const DeliveryStatus = z.enum(deliveryStatuses)
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

/** Why a message failed, in the classes of channels.md section 2. */
export const failureReasons = [
  'blocked',
  'not_found',
  'window_closed',
  'rate_limited',
  'too_long',
  'too_big',
  'bad_media',
  'auth',
  'temporary',
  'disconnected',
  'private_only',
  'refused',
] as const
export const FailureReason = z.enum(failureReasons)
export type FailureReason = z.infer<typeof FailureReason>

const rank: Record<DeliveryStatus, number> = {
  queued: 0,
  sending: 1,
  unconfirmed: 2,
  sent: 3,
  failed: 4,
  delivered: 5,
  read: 6,
}

/**
 * A receipt may only lift. Odd orders are normal: "read" before "delivered", a late "sent" after both, "sent" that settles an
 * `unconfirmed`, "failed" of what was accepted ("sent") and then could not be brought. `failed` is final for receipts of the
 * same attempt except a proof of arrival (delivered, read), which is a fact.
 */
export function advance(current: DeliveryStatus, receipt: DeliveryStatus): DeliveryStatus {
  if (current === 'failed') return receipt === 'delivered' || receipt === 'read' ? receipt : 'failed'
  return rank[receipt] > rank[current] ? receipt : current
}
