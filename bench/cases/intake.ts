import type { Webhook } from '../load/webhook-load'

/** Whose calls are taken: one that shows a secret, one that signs every body. */
export type BenchMessenger = 'telegram' | 'whatsapp'

/** A running server that takes webhooks and durably stores what they carry: the bare limit or the real hub. */
export interface Intake {
  readonly webhook: Webhook
  /** The message of the mix with this index, as its messenger sends it. */
  readonly body: (index: number) => string
  readonly pid: number
  readonly storeFile: string
  /** Calls for each message that reached an operator's socket, with its index in the mix. */
  onArrival(listener: (index: number) => void): void
  stop(): Promise<void>
}
