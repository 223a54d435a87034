import { Worker } from 'node:worker_threads'
import type { Log } from './log'
import type { RehearsalOutcome, RunRehearsal } from './rehearsal/ports'
import type { RehearsalErrand, RehearsalWord } from './rehearsal-thread'

/** A rehearsal needs a few hundred bytes for each event; the hub beside it is to keep its own memory. */
const mostMegabytes = 1_024

/** Rehearses in a thread of its own, so that nobody waits for it; stopping ends the thread wherever it is. */
export const rehearseInThread =
  (script: URL, file: string, log: Log): RunRehearsal =>
  (request, onProgress) => {
    const errand: RehearsalErrand = { file, request }
    const worker = new Worker(script, {
      workerData: errand,
      resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
    })
    worker.unref()
    const outcome = new Promise<RehearsalOutcome>((resolve) => {
      worker.on('message', (word: RehearsalWord) => {
        if (word.kind === 'progress') onProgress(word.done)
        else resolve(word.outcome)
      })
      worker.on('error', (error) => {
        log.error('failed', {}, error)
        const isFull = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        resolve({ kind: 'failed', reason: isFull ? 'tooMuch' : 'broken' })
      })
    })
    return { outcome, stop: () => void worker.terminate() }
  }
