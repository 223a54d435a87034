import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { checkpoint } from './connection'

// A thread of its own beside the writer: copying the log back takes tens of milliseconds, in which nobody could be answered.
const database = new Database(String(workerData))
parentPort?.on('message', () => {
  checkpoint(database)
  parentPort?.postMessage('done')
})
