import type { FakeReply } from '../http'
import type { PhoneFault } from '../phone'
import { flood, notFound, Refusal, replyOf } from './refusals'

/** What goes wrong with the next calls. `lost`: the call is carried out and its answer never arrives; `unanswered`: nor does the end of the connection. */
export type CallFault =
  | { readonly kind: 'flood'; readonly seconds: number }
  | { readonly kind: 'serverError' }
  | { readonly kind: 'badGateway' }
  | { readonly kind: 'lost' | 'unanswered' }
  | { readonly kind: 'cutBefore' }
  | { readonly kind: 'refused'; readonly code: number; readonly description: string }

/** The answer instead of carrying the call out; null for a fault that comes after it. */
export function insteadOf(fault: CallFault): FakeReply | null {
  switch (fault.kind) {
    case 'flood':
      return replyOf(flood(fault.seconds))
    case 'serverError':
      return replyOf(new Refusal(500, 'Internal Server Error'))
    case 'badGateway':
      return { kind: 'bytes', write: (response) => void response.writeHead(502).end('<html>502 Bad Gateway</html>') }
    case 'cutBefore':
      return { kind: 'cut' }
    case 'refused':
      return replyOf(fault.code === 404 ? notFound() : new Refusal(fault.code, fault.description))
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

/** What a tester calls it. */
export function callFaultOf(fault: Exclude<PhoneFault, 'tokenExpired'>): CallFault {
  switch (fault) {
    case 'slowDown':
      return { kind: 'flood', seconds: 3 }
    case 'serverError':
      return { kind: 'serverError' }
    case 'lostAnswer':
      return { kind: 'lost' }
  }
}
