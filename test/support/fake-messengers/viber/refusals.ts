import type { FakeReply } from '../http'
import type { CallFault } from '../telegram/faults'
import { wideJson } from '../wide'

/** Refusals in the service's own words (channels.md section 6.4); the HTTP status is 200 for all of them. */
export class ViberRefusal extends Error {
  constructor(
    readonly status: number,
    readonly words: string,
  ) {
    super(words)
  }
}

export const badData = (what: string) => new ViberRefusal(3, `badData: ${what}`)
export const missingData = (what: string) => new ViberRefusal(4, `missingData: ${what}`)

export const replyOf = ({ status, words }: ViberRefusal): FakeReply =>
  wideJson(200, { status, status_message: words, chat_hostname: 'SN-CHAT-05_' })

/** The answer instead of carrying the call out; null for a fault that comes after it. */
export function insteadOf(fault: CallFault): FakeReply | null {
  switch (fault.kind) {
    case 'flood':
      return replyOf(new ViberRefusal(12, 'tooManyRequests'))
    case 'serverError':
      return { kind: 'bytes', write: (response) => void response.writeHead(500).end('Internal Server Error') }
    case 'badGateway':
      return { kind: 'bytes', write: (response) => void response.writeHead(502).end('<html>502 Bad Gateway</html>') }
    case 'cutBefore':
      return { kind: 'cut' }
    case 'refused':
      return replyOf(new ViberRefusal(fault.code, fault.description))
    case 'lost':
    case 'unanswered':
      return null
  }
}
