import type { RehearsalDraft, RehearsalResult } from '#protocol/rehearsal'

export interface RehearsalRequest {
  readonly from: number
  readonly to: number
  readonly zone: string
  readonly draft: RehearsalDraft
}

export type RehearsalOutcome =
  | { readonly kind: 'done'; readonly result: RehearsalResult }
  | { readonly kind: 'failed'; readonly reason: 'tooMuch' | 'broken' }

/** A rehearsal under way, away from everybody's work. */
export interface RunningRehearsal {
  /** Never rejects. After `stop` it need not resolve. */
  readonly outcome: Promise<RehearsalOutcome>
  stop(): void
}

export type RunRehearsal = (request: RehearsalRequest, onProgress: (done: number) => void) => RunningRehearsal
