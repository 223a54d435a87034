import { parentPort, workerData } from 'node:worker_threads'
import type { RehearsalOutcome, RehearsalRequest } from './rehearsal/ports'
import { rehearseStore } from './rehearse-store'

/** What this thread tells the hub. */
export type RehearsalWord =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'outcome'; readonly outcome: RehearsalOutcome }

/** What it is started with; the hub itself made it. */
export interface RehearsalErrand {
  readonly file: string
  readonly request: RehearsalRequest
}

const tell = (word: RehearsalWord) => parentPort?.postMessage(word)
const { file, request }: RehearsalErrand = workerData

const outcome = await rehearseStore(file, request, async (done) => tell({ kind: 'progress', done }))
tell({ kind: 'outcome', outcome })
