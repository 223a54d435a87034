import type { Webhook } from '../load/webhook-load'

/** A running server that takes webhooks and durably stores what they carry: the bare limit or the real hub. */
export interface Intake {
  readonly webhook: Webhook
  readonly pid: number
  readonly storeFile: string
  /** Calls for each message that reached an operator's socket, with its index in the mix. */
  onArrival(listener: (index: number) => void): void
  stop(): Promise<void>
}
