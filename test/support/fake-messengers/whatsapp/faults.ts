import type { FakeReply } from '../http'
import { badToken, Refusal, replyOf } from './refusals'

/** What goes wrong with the next calls. `lost`: the call is carried out and its answer never arrives. */
export type CallFault =
  | { readonly kind: 'flood'; readonly seconds: number }
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'badGateway' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'cutBefore' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'refused'; readonly code: number; readonly words: string }

/** The answer instead of carrying the call out; null for a fault that comes after it. */
export function insteadOf(fault: CallFault): FakeReply | null {
  switch (fault.kind) {
    case 'flood':
      return replyOf(new Refusal(429, 130429, '(#130429) Rate limit hit', 'Too many messages', fault.seconds))
    case 'overloaded':
      return replyOf(new Refusal(500, 131016, '(#131016) Service overloaded'))
    case 'badGateway':
      return { kind: 'bytes', write: (response) => void response.writeHead(502).end('<html>502 Bad Gateway</html>') }
    case 'cutBefore':
      return { kind: 'cut' }
    case 'expired':
      return replyOf(badToken())
    case 'refused':
      return replyOf(new Refusal(400, fault.code, `(#${fault.code}) ${fault.words}`, fault.words))
    case 'lost':
      return null
  }
}
