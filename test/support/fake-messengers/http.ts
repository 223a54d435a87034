import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

/** A call as a fake sees it: the path without the messenger's prefix, the whole body. */
export interface FakeRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Resolves when the caller has hung up. */
  readonly closed: Promise<void>
}

/** What a fake answers; a lost answer is a cut connection, or one on which nothing is said until the caller hangs up. */
export type FakeReply =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'bytes'; readonly write: (response: ServerResponse) => Promise<void> | void }
  | { readonly kind: 'cut' | 'silence' }

export const json = (status: number, body: unknown): FakeReply => ({ kind: 'json', status, body })

/** One messenger of the stand-in server: everything below `/<prefix>/`. */
export interface FakeMessenger {
  readonly prefix: string
  handle(request: FakeRequest): Promise<FakeReply>
  /** Ends what waits: long polls, deliveries. */
  close(): Promise<void>
}

export async function readRequest(
  request: IncomingMessage,
  response: ServerResponse,
  prefix: string,
): Promise<FakeRequest> {
  const url = new URL(request.url ?? '/', 'http://fake')
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(Buffer.from(piece))
  return {
    method: request.method ?? 'GET',
    path: url.pathname.slice(prefix.length + 1),
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(pieces),
    closed: new Promise((resolve) => void response.once('close', () => resolve())),
  }
}

export async function writeReply(response: ServerResponse, reply: FakeReply): Promise<void> {
  switch (reply.kind) {
    case 'json':
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body))
      return
    case 'bytes':
      return reply.write(response)
    case 'cut':
      response.socket?.destroy()
      return
    case 'silence':
      if (!response.closed) await once(response, 'close')
  }
}
