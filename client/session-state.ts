import type { Refusal } from '#protocol/errors'

/** What windows know of the link to the hub. Times are the device's. */
export type SessionState =
  | { readonly kind: 'signedOut'; readonly hubUrl: string | null; readonly refusal: Refusal | null }
  /** Before the first answer of the hub in this run; what is cached is shown meanwhile. */
  | { readonly kind: 'connecting'; readonly hubUrl: string }
  /** Linked, and everything held is as of now. */
  | { readonly kind: 'live'; readonly hubUrl: string; readonly hubOffsetMs: number }
  /** `since`: what is shown is as of then; `retryAt`: when the hub is tried next, null while it is being tried or will not be. */
  | {
      readonly kind: 'notConnected'
      readonly hubUrl: string
      readonly since: number
      readonly retryAt: number | null
      readonly refusal: Refusal | null
    }
  /** Another window or device took this session's place; it does not come back by itself. */
  | { readonly kind: 'replaced'; readonly hubUrl: string }
