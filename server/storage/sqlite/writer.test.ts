import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ConversationId } from '#protocol/ids'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { soon, systemClock } from '../../platform'
import { StoreUnavailable, type Transaction } from '../sql'
import { type Connection, openWritable } from './connection'
import { SqliteWriter } from './writer'

function aWriter(disturb: (connection: Connection) => Connection = (same) => same) {
  const connection = openWritable(join(aTemporaryFolder(), 'hub.db'))
  onTestFinished(() => void connection.database.close())
  connection.database.exec('create table line (position integer primary key, text text not null unique) strict')
  connection.database.exec(
    'create table event_log (position integer primary key, conversation_id text, seq integer, at integer) strict',
  )
  const writer = new SqliteWriter({
    connection: disturb(connection),
    clock: systemClock,
    position: 0,
    soon,
    onEffectFailed: (error) => {
      throw error
    },
  })
  const lines = () =>
    connection.all<{ position: number; text: string }>('select position, text from line order by position')
  return { writer, lines, connection }
}

const conversationId = ConversationId.parse('c1')

const add = (text: string) => async (transaction: Transaction) => {
  const position = transaction.logEvent(conversationId, 1, 0)
  await transaction.run('insert into line (position, text) values ($1, $2)', [position, text])
  return position
}

/** Fails the n-th COMMIT as a full disk does. */
const failingCommit =
  (which: number) =>
  (connection: Connection): Connection => {
    let commits = 0
    return {
      ...connection,
      execute: (text) => {
        if (text === 'COMMIT' && ++commits === which) throw new Error('database or disk is full')
        connection.execute(text)
      },
    }
  }

describe('the writer', () => {
  it('keeps eight of ten jobs of a tick when one throws and one breaks a unique key, with dense positions', async () => {
    const { writer, lines } = aWriter()
    const jobs = Array.from({ length: 10 }, (_, index) => {
      if (index === 3)
        return writer.write(async (transaction) => {
          await add('thrown')(transaction)
          throw new Error('a bug')
        })
      return writer.write(add(index === 7 ? 'line 2' : `line ${index}`))
    })
    const results = await Promise.allSettled(jobs)
    expect(results.map((one) => one.status)).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) => (index === 3 || index === 7 ? 'rejected' : 'fulfilled')),
    )
    expect((await lines()).map((line) => line.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect((await lines()).map((line) => line.text)).not.toContain('thrown')
    expect(writer.position()).toBe(8)
  })

  it('commits everything queued in one turn of the event loop at once', async () => {
    let commits = 0
    const { writer } = aWriter((connection) => ({
      ...connection,
      execute: (text) => {
        if (text === 'COMMIT') commits++
        connection.execute(text)
      },
    }))
    await Promise.all(Array.from({ length: 50 }, (_, index) => writer.write(add(`line ${index}`))))
    expect(commits).toBe(1)
  })

  it('refuses every job of a batch whose commit fails, keeps nothing of it, and goes on', async () => {
    const { writer, lines } = aWriter(failingCommit(1))
    const undone: string[] = []
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((text) =>
        writer.write(async (transaction) => {
          transaction.onUndone(() => undone.push(text))
          return add(text)(transaction)
        }),
      ),
    )
    expect(results.map((one) => one.status === 'rejected' && one.reason instanceof StoreUnavailable)).toEqual([
      true,
      true,
      true,
    ])
    expect(undone).toEqual(['c', 'b', 'a'])
    expect(await lines()).toEqual([])
    expect(await writer.write(add('later'))).toBe(1)
  })

  it('answers only what is in the file when the disk fills in the middle of the load', async () => {
    const { writer, lines, connection } = aWriter()
    connection.database.pragma('max_page_count = 20')
    const text = (index: number) => `${index} ${'x'.repeat(900)}`
    const answered: string[] = []
    for (let round = 0; round < 10; round++) {
      const jobs = Array.from({ length: 20 }, (_, index) => text(round * 20 + index))
      const results = await Promise.allSettled(jobs.map((one) => writer.write(add(one))))
      results.forEach((result, index) => {
        if (result.status === 'fulfilled') answered.push(jobs[index] ?? '')
      })
    }
    expect(answered.length).toBeGreaterThan(0)
    expect(answered.length).toBeLessThan(200)
    expect((await lines()).map((line) => line.text)).toEqual(answered)
    expect((await lines()).map((line) => line.position)).toEqual(answered.map((_, index) => index + 1))
    expect(connection.database.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it('refuses a write inside a write, which would wait for itself', async () => {
    const { writer } = aWriter()
    const outer = writer.write(async () => await writer.write(add('inner')))
    await expect(outer).rejects.toThrow('write inside write')
  })

  it('runs effects in order: kept with the job, the rest after the commit and before the answer', async () => {
    const { writer } = aWriter()
    const seen: string[] = []
    const job = (name: string) => async (transaction: Transaction) => {
      transaction.afterCommit(() => seen.push(`${name} committed`))
      transaction.onKept(() => seen.push(`${name} kept`))
      transaction.onUndone(() => seen.push(`${name} undone`))
      seen.push(`${name} ran`)
      if (name === 'b') throw new Error('a bug')
    }
    await Promise.allSettled(
      ['a', 'b', 'c'].map((name) => writer.write(job(name)).then(() => seen.push(`${name} answered`))),
    )
    const [together, apart] = [seen.slice(0, 5), seen.slice(5)]
    expect(together).toEqual(['a ran', 'a kept', 'b ran', 'b undone', 'a undone'])
    expect(apart).toEqual([
      'a ran',
      'a kept',
      'b ran',
      'b undone',
      'c ran',
      'c kept',
      'a committed',
      'c committed',
      'a answered',
      'c answered',
    ])
  })

  it('uses no savepoint until a job throws', async () => {
    const executed: string[] = []
    const { writer, lines } = aWriter((connection) => ({
      ...connection,
      execute: (text) => {
        executed.push(text)
        connection.execute(text)
      },
    }))
    await Promise.all(['a', 'b', 'c'].map((text) => writer.write(add(text))))
    expect(executed).toEqual(['BEGIN IMMEDIATE', 'COMMIT'])
    await Promise.allSettled(['d', 'a', 'e'].map((text) => writer.write(add(text))))
    expect(executed.filter((text) => text === 'SAVEPOINT job')).toHaveLength(3)
    expect((await lines()).map(({ position, text }) => `${position} ${text}`)).toEqual([
      '1 a',
      '2 b',
      '3 c',
      '4 d',
      '5 e',
    ])
  })

  it('takes back what a job changed twice, the newest change first', async () => {
    const { writer } = aWriter()
    let value = 'before'
    const change = (transaction: Transaction, next: string) => {
      const previous = value
      value = next
      transaction.onUndone(() => {
        value = previous
      })
    }
    const job = writer.write(async (transaction) => {
      change(transaction, 'once')
      change(transaction, 'twice')
      throw new Error('a bug')
    })
    await expect(job).rejects.toThrow('a bug')
    expect(value).toBe('before')
  })

  it('lets the rescue of a failed job keep what must be remembered, before the next job runs', async () => {
    const { writer, lines } = aWriter()
    const failing = writer.write<string>(
      async (transaction) => {
        await add('half done')(transaction)
        throw new Error('cannot be read')
      },
      async (transaction, error) => {
        await add(`failed: ${error instanceof Error ? error.message : ''}`)(transaction)
        return 'remembered'
      },
    )
    const next = writer.write(add('next'))
    expect(await failing).toBe('remembered')
    await next
    expect((await lines()).map((line) => line.text)).toEqual(['failed: cannot be read', 'next'])
    expect((await lines()).map((line) => line.position)).toEqual([1, 2])
  })

  it('finishes what was queued when it closes and refuses what comes later', async () => {
    const { writer, lines } = aWriter()
    const queued = writer.write(add('queued'))
    const closed = writer.close()
    await expect(writer.write(add('late'))).rejects.toBeInstanceOf(StoreUnavailable)
    await closed
    await queued
    expect((await lines()).map((line) => line.text)).toEqual(['queued'])
  })
})
