import { createHmac, timingSafeEqual } from 'node:crypto'
import type { VisitorCustomer } from '#protocol/visitor'

/** Has the site vouched for this customer? `hash` is HMAC-SHA256 of his id with the channel's identity secret, in hex. */
export function isVouchedFor({ externalId, hash }: VisitorCustomer, identitySecret: string | null): boolean {
  if (hash === null || identitySecret === null || !/^[\da-f]{64}$/i.test(hash)) return false
  const wanted = createHmac('sha256', identitySecret).update(externalId).digest()
  return timingSafeEqual(Buffer.from(hash, 'hex'), wanted)
}
