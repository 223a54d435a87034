import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { Checkpoints } from './checkpoints'
import { openWritable } from './connection'

function aStore() {
  const connection = openWritable(join(aTemporaryFolder(), 'hub.db'))
  onTestFinished(() => void connection.database.close())
  const checkpoints = new Checkpoints(connection)
  const times = (count: number, jobs: number) => {
    for (let left = count; left > 0; left--) checkpoints.committed(jobs)
  }
  const pages = () => Number(connection.database.pragma('wal_autocheckpoint', { simple: true }))
  return { times, pages }
}

describe('the log of the store', () => {
  it('is copied back often while commits are small, seldom while they are large, and often again afterwards', () => {
    const { times, pages } = aStore()
    const calm = pages()
    times(1_000, 2)
    expect(pages()).toBe(calm)
    times(20, 50)
    const busy = pages()
    expect(busy).toBeGreaterThan(calm * 5)
    times(100, 1)
    expect(pages()).toBe(calm)
  })

  it('is not taken for a busy one because of a single large commit, nor for a calm one because of a few small ones', () => {
    const { times, pages } = aStore()
    const calm = pages()
    times(1, 100)
    expect(pages()).toBe(calm)
    times(20, 50)
    const busy = pages()
    times(5, 1)
    expect(pages()).toBe(busy)
  })
})
