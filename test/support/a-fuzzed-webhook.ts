import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { ChannelKind, StoredConnection, WebhookCall } from '#server/channels/channel'
import { Mutations } from './mutations'

export interface FuzzedWebhook {
  readonly kind: ChannelKind
  readonly connection: StoredConnection
  /** Bodies the messenger sends, parsed. */
  readonly fixtures: readonly unknown[]
  /** The headers that make a body genuine. */
  readonly sign: (body: Buffer) => WebhookCall['headers']
  /** Keys of a body that make it genuine, where that stands in the body itself. */
  readonly kept?: readonly string[]
  /** A channel with other secrets: nothing of this is its. */
  readonly stranger: StoredConnection
}

const call = (body: Buffer, headers: WebhookCall['headers'] = {}): WebhookCall => ({
  ...{ method: 'POST', query: new URLSearchParams(), headers, body },
})

const nameOf = (body: Buffer) =>
  `${createHash('sha256').update(body).digest('hex').slice(0, 12)} of ${body.length} bytes`

/**
 * What a webhook keeps whatever comes: each genuine mutation is judged without a throw, what it holds is understood or set aside, and
 * none is taken without a signature or with that of another channel. Gives how many were taken, so that a test can see that
 * they got past the signature.
 */
export function fuzzWebhook(
  { kind, connection, fixtures, sign, stranger, kept = [] }: FuzzedWebhook,
  count: number,
  seed: number,
) {
  const mutations = new Mutations(fixtures, seed, kept)
  let taken = 0
  for (let index = 0; index < count; index++) {
    const body = mutations.next()
    const verdict = kind.webhook?.(call(body, sign(body)), connection)
    if (verdict === undefined) throw new Error(`${kind.messenger} has no webhook`)
    if (verdict.kind === 'updates') {
      taken += 1
      for (const raw of verdict.raws) {
        const { eventKey, externalChat } = raw
        if (eventKey.length > 300 || externalChat.length > 300) throw new Error(`too long a key of ${nameOf(body)}`)
        // Once as it came and once as it is read from the store: both mean the same.
        const read = kind.interpret({ eventKey, externalChat, body: raw.body })
        if (JSON.stringify(read) !== JSON.stringify(kind.interpret(raw)))
          throw new Error(`two meanings of ${nameOf(body)}`)
      }
    }
    const isTaken = (headers: WebhookCall['headers'], channel: StoredConnection) =>
      kind.webhook?.(call(body, headers), channel).kind === 'updates'
    if (isTaken(sign(body), stranger)) throw new Error(`taken by another channel: ${nameOf(body)}`)
    if (kept.length === 0 && isTaken({}, connection)) throw new Error(`taken unsigned: ${nameOf(body)}`)
  }
  return taken
}

/** The same through the real door: every answer is one that reliability.md section 6 knows. */
export async function fuzzDoor(
  { fixtures, sign, kept = [] }: Pick<FuzzedWebhook, 'fixtures' | 'sign' | 'kept'>,
  url: string,
  count: number,
  seed: number,
): Promise<ReadonlyMap<number, number>> {
  const mutations = new Mutations(fixtures, seed, kept)
  const answers = new Map<number, number>()
  for (let index = 0; index < count; index++) {
    const body = mutations.next()
    const headers = { 'content-type': 'application/json', ...sign(body) }
    const { status } = await fetch(url, { method: 'POST', headers: textHeaders(headers), body: new Uint8Array(body) })
    expect([200, 400, 401, 404, 413, 503], nameOf(body)).toContain(status)
    answers.set(status, (answers.get(status) ?? 0) + 1)
  }
  return answers
}

const textHeaders = (headers: WebhookCall['headers']): [string, string][] =>
  Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
