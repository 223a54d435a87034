import type { FakeReply } from '../http'
import { Refusal, replyOf } from './refusals'

/** What goes wrong with the next calls. `lost`: the call is carried out and its answer never arrives; `unanswered`: nor does the end of the connection. */
export type CallFault =
  | { readonly kind: 'refused'; readonly code: number; readonly words: string }
  | { readonly kind: 'badGateway' | 'lost' | 'unanswered' | 'cutBefore' }

export const tooFast: CallFault = { kind: 'refused', code: 6, words: 'Too many requests per second' }

export const internal: CallFault = { kind: 'refused', code: 10, words: 'Internal server error: could not check access' }

/** The answer instead of carrying the call out; null for a fault that comes after it. */
export function insteadOf(fault: CallFault): FakeReply | null {
  switch (fault.kind) {
    case 'refused':
      return replyOf(new Refusal(fault.code, fault.words))
    case 'badGateway':
      return { kind: 'bytes', write: (response) => void response.writeHead(502).end('<html>502 Bad Gateway</html>') }
    case 'cutBefore':
      return { kind: 'cut' }
    case 'lost':
    case 'unanswered':
      return null
  }
}

/** What comes instead of the answer of a call that was carried out. */
export function afterwards(fault: CallFault | null): FakeReply | null {
  if (fault?.kind === 'lost') return { kind: 'cut' }
  return fault?.kind === 'unanswered' ? { kind: 'silence' } : null
}
