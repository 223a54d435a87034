import { type FakeReply, json } from '../http'
import type { CallFault } from '../telegram/faults'

/** Refusals in the service's own words (channels.md section 7.4). */
export class MaxRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly words: string,
  ) {
    super(words)
  }
}

export const badPayload = (what: string) => new MaxRefusal(400, 'proto.payload', what)
export const notFound = (what: string) => new MaxRefusal(404, 'not.found', what)

export const replyOf = ({ status, code, words }: MaxRefusal): FakeReply => json(status, { code, message: words })

/** The answer instead of carrying the call out; null for a fault that comes after it. `refused`: `description` is `code|message`. */
export function insteadOf(fault: CallFault): FakeReply | null {
  switch (fault.kind) {
    case 'flood':
      return json(429, { code: 'too.many.requests', message: 'Too many requests' })
    case 'serverError':
      return json(500, { code: 'internal.error', message: 'Internal error' })
    case 'badGateway':
      return { kind: 'bytes', write: (response) => void response.writeHead(502).end('<html>502 Bad Gateway</html>') }
    case 'cutBefore':
      return { kind: 'cut' }
    case 'refused': {
      const [code = '', words = ''] = fault.description.split('|')
      return json(fault.code, fault.code === 200 ? { success: false, message: words } : { code, message: words })
    }
    case 'lost':
    case 'unanswered':
      return null
  }
}
