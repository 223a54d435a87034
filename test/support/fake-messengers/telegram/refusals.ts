import { type FakeReply, json } from '../http'

/** Answers of the Bot API in its own words (channels.md sections 3.1 and 3.4). */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: Readonly<Record<string, number>>,
  ) {
    super(description)
  }
}

export const badRequest = (what: string) => new Refusal(400, `Bad Request: ${what}`)
export const forbidden = (what: string) => new Refusal(403, `Forbidden: ${what}`)
export const unauthorized = () => new Refusal(401, 'Unauthorized')
export const notFound = () => new Refusal(404, 'Not Found')
export const flood = (seconds: number) =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
export const webhookIsSet = () =>
  new Refusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  )
export const otherPoller = () =>
  new Refusal(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running')

export function replyOf({ code, description, parameters }: Refusal): FakeReply {
  const more = parameters === undefined ? {} : { parameters }
  return json(code, { ok: false, error_code: code, description, ...more })
}
