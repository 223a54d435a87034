import { type FakeReply, json } from '../http'

/** Answers of the Graph API in its own words (channels.md sections 5.1 and 5.5). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    readonly words: string,
    readonly details: string | null = null,
    readonly retryAfter: number | null = null,
  ) {
    super(words)
  }
}

export const badToken = () =>
  new Refusal(401, 190, 'Error validating access token: Session has expired on Sunday, 22-Nov-26 10:00:00 PST.')
export const unknownObject = (id: string) =>
  new Refusal(
    400,
    100,
    `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
  )
export const wrongParameter = (what: string) => new Refusal(400, 100, '(#100) Invalid parameter', what)
export const missingParameter = (what: string) =>
  new Refusal(400, 131008, '(#131008) Required parameter is missing', what)

export function replyOf({ status, code, words, details, retryAfter }: Refusal): FakeReply {
  const error = {
    ...{ message: words, type: 'OAuthException', code, fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam' },
    ...(details !== null && { error_data: { messaging_product: 'whatsapp', details } }),
  }
  if (retryAfter === null) return json(status, { error })
  const headers = { 'content-type': 'application/json', 'retry-after': String(retryAfter) }
  return {
    kind: 'bytes',
    write: (response) => void response.writeHead(status, headers).end(JSON.stringify({ error })),
  }
}
