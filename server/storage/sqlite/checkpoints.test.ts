import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { eventually } from '#test/support/eventually'
import { ThreadedCheckpoints } from './checkpoints'
import { openWritable } from './connection'

/** A thread by its script; the built one is what the hub killed at random runs with. */
const thread = (script: string) =>
  new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';${script}`)}`)

function aStore(script: string) {
  const file = join(aTemporaryFolder(), 'hub.db')
  const connection = openWritable(file)
  const failures: unknown[] = []
  const checkpoints = new ThreadedCheckpoints(connection, thread(script), (error) => failures.push(error))
  onTestFinished(async () => {
    await checkpoints.close()
    connection.database.close()
  })
  connection.execute('create table word (text text not null) strict')
  for (let count = 0; count < 50; count++) connection.execute(`insert into word values ('${'x'.repeat(1_000)}')`)
  return { checkpoints, failures, size: () => statSync(file).size }
}

describe('checkpoints beside the writer', () => {
  it('copy back what is left when the thread has done its part, after enough jobs', async () => {
    const { checkpoints, size } = aStore(`parentPort.on('message', () => parentPort.postMessage('done'))`)
    const before = size()
    checkpoints.committed(5_999)
    checkpoints.committed(1)
    await eventually(() => size() > before + 50_000, true)
  })

  it('tell of a thread that failed, and leave the log to SQLite', async () => {
    const { checkpoints, failures } = aStore(`throw new Error('no disk')`)
    await eventually(() => failures.length, 1)
    checkpoints.committed(10_000)
    expect(failures).toHaveLength(1)
  })
})
