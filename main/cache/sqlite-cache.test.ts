import { closeSync, existsSync, openSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { companyOf, planSnapshot } from '#client/apply-event'
import { ConversationId } from '#protocol/ids'
import { cacheContract } from '#test/contracts/cache.contract'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { aContactMessage } from '#test/support/entries'
import { FakeHub } from '#test/support/fake-hub'
import { openSqlite } from '../sqlite'
import { SqliteCache } from './sqlite-cache'

const setAside: unknown[] = []

function open(file: string): SqliteCache {
  setAside.length = 0
  return new SqliteCache({
    file,
    monotonic: () => 0,
    onSlow: () => undefined,
    pause: () => Promise.resolve(),
    onSetAside: (error) => void setAside.push(error),
  })
}

const aFile = () => join(aTemporaryFolder(), 'cache.sqlite')
const one = ConversationId.parse('one')

cacheContract('SQLite', () => open(aFile()))

const longAgo = 1_795_176_000_000
const daysMs = 24 * 60 * 60 * 1000

/** A cache with a conversation of some length, as a run leaves it. */
async function filled(file: string, messages = 400): Promise<void> {
  const hub = new FakeHub()
  const account = hub.addOperator('me')
  hub.model.openConversation('one')
  const totals = hub.model.totals(account)
  const cache = open(file)
  hub.contactWrites(one, 'Первое слово')
  await cache.write({
    company: companyOf({ account, operators: hub.model.roster(), groups: [], channels: [], settings, totals }),
    rows: [{ ...hub.model.kept(one).row, assignee: { kind: 'operator', id: account.id } }],
    entries: Array.from({ length: messages }, (_, place) => ({
      conversationId: one,
      entry: aContactMessage(place + 1, { text: `Заказ номер ${place + 1} ещё в пути, где он?` }),
    })),
    known: [{ conversationId: one, seq: messages, from: 0, hasOlder: false }],
    cursor: { epoch: 'e', position: 12, at: 34 },
  })
  await cache.close()
}

const settings = {
  companyName: 'Север',
  isDistributing: true,
  reassignment: 'allUncompleted' as const,
  firstResponseTargetMs: null,
  reassignmentDelayMs: 30_000,
  graceMs: 10_000,
  idleAfterMs: null,
  busyWhenLocked: false,
}

/** What the index over words holds is what the entries say. */
function assertWordsAreWhole(file: string): void {
  const database = openSqlite(file)
  database.exec(`insert into entry_words (entry_words, rank) values ('integrity-check', 1)`)
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  database.close()
}

describe('the file of a cache', () => {
  it('gives the next run what the last one left', async () => {
    const file = aFile()
    await filled(file)
    const cache = open(file)
    expect(await cache.cursor()).toEqual({ epoch: 'e', position: 12, at: 34 })
    expect((await cache.entries(one, null, 1000)).length).toBe(400)
    expect((await cache.rows('mine', null, 10)).map((row) => row.id)).toEqual([one])
    expect((await cache.search('номер 399', 10)).messages).toHaveLength(1)
    expect(setAside).toEqual([])
    await cache.close()
  })

  it('keeps its index over words in step with adding, changing and erasing', async () => {
    const file = aFile()
    await filled(file, 50)
    const cache = open(file)
    const entry = { ...aContactMessage(3, { text: 'совсем другое' }), changedSeq: 60 }
    await cache.write({ entries: [{ conversationId: one, entry }] })
    await cache.write({ entries: [{ conversationId: one, entry: { ...entry, changedSeq: 61 } }] })
    await cache.write({ gone: [one] })
    await cache.write({ entries: [{ conversationId: one, entry }] })
    await cache.close()
    assertWordsAreWhole(file)
  })

  it('starts anew when it is no database, of another program or of a newer version', async () => {
    const [garbage, foreign, newer] = [aFile(), aFile(), aFile()]
    writeFileSync(garbage, 'это не база данных, а письмо'.repeat(400))
    const other = openSqlite(foreign)
    other.exec('create table theirs (a)')
    other.close()
    await filled(newer, 5)
    const ahead = openSqlite(newer)
    ahead.pragma('user_version = 99')
    ahead.close()
    for (const file of [garbage, foreign, newer]) {
      const cache = open(file)
      expect(await cache.cursor()).toBeNull()
      expect(setAside).toHaveLength(1)
      expect(existsSync(`${file}.damaged`)).toBe(true)
      await cache.close()
    }
  })

  it('is begun anew wherever it was damaged, and never gives back what is not so', async () => {
    for (let place = 0; place < 8; place++) {
      const file = aFile()
      await filled(file)
      const { size } = statSync(file)
      if (place % 4 === 3) truncateSync(file, Math.floor((size * place) / 9))
      else {
        const handle = openSync(file, 'r+')
        writeSync(handle, Buffer.alloc(3000, 0xa5), 0, 3000, Math.floor((size * place) / 8))
        closeSync(handle)
      }
      const cache = open(file)
      const lost: string[] = []
      cache.onLost(() => void lost.push('lost'))
      const entries = await cache.entries(one, null, 1000)
      await cache.search('номер', 50)
      await cache.rows('mine', null, 50)
      await cache.write({ entries: [{ conversationId: one, entry: aContactMessage(500) }] })
      for (const entry of entries) expect(entry).toMatchObject({ kind: 'message', author: { kind: 'contact' } })
      expect(setAside.length > 0 || entries.length === 400).toBe(true)
      await cache.close()
    }
  }, 30_000)

  it('tells those who rely on it when damage shows while it is in use', async () => {
    const file = aFile()
    await filled(file)
    const cache = open(file)
    const lost: string[] = []
    cache.onLost(() => void lost.push('lost'))
    const database = openSqlite(file)
    database.exec(`update entry set body = 'не JSON' where seq = 7`)
    database.close()
    expect(await cache.entries(one, 10, 10)).toEqual([])
    expect(lost).toEqual(['lost'])
    expect(await cache.cursor()).toBeNull()
    await cache.write({ cursor: { epoch: 'f', position: 1, at: 1 } })
    expect(await cache.cursor()).toEqual({ epoch: 'f', position: 1, at: 1 })
    await cache.close()
  })

  it('lets the windows draw between the batches of a long step, and moves the cursor with the last', async () => {
    const file = aFile()
    const seen: (number | null)[] = []
    const cache: SqliteCache = new SqliteCache({
      file,
      monotonic: () => 0,
      onSlow: () => undefined,
      pause: async () => void seen.push((await cache.cursor())?.position ?? null),
      onSetAside: () => undefined,
    })
    const entries = Array.from({ length: 350 }, (_, place) => ({
      conversationId: one,
      entry: aContactMessage(place + 1),
    }))
    await cache.write({ entries, cursor: { epoch: 'e', position: 5, at: 0 } })
    expect(seen).toEqual([null, null, null])
    expect((await cache.cursor())?.position).toBe(5)
    await cache.close()
  })

  it('says which statement took longer than a frame', async () => {
    let now = 0
    const slow: string[] = []
    const cache = new SqliteCache({
      file: aFile(),
      monotonic: () => (now += 20),
      onSlow: (statement) => void slow.push(statement),
      pause: () => Promise.resolve(),
      onSetAside: () => undefined,
    })
    await cache.row(one)
    expect(slow).toContain('select body from conversation where id = ?')
    await cache.close()
  })

  it('forgets streams silent for ninety days and keeps their rows', async () => {
    const file = aFile()
    await filled(file, 120)
    const cache = open(file)
    await cache.tidy(longAgo)
    expect((await cache.entries(one, null, 1000)).length).toBe(120)
    await cache.tidy(longAgo + 400 * daysMs)
    expect(await cache.known(one)).toBeNull()
    expect((await cache.search('номер', 10)).messages).toEqual([])
    expect(await cache.row(one)).not.toBeNull()
    await cache.close()
    assertWordsAreWhole(file)
    expect(existsSync(`${file}-wal`)).toBe(false)
  })

  it('takes a snapshot over whatever was there', async () => {
    const file = aFile()
    await filled(file)
    const hub = new FakeHub()
    const account = hub.addOperator('me')
    hub.contactWrites(hub.model.openConversation('two'), 'Снова')
    const cache = open(file)
    const { model } = hub
    const counts = model.totals(account)
    const company = { account, operators: model.roster(), groups: [], channels: [], settings, counts }
    const rows = model.topRows(account)
    const snapshot = { ...company, epoch: 'f', position: 1, hubAt: 1, rows, marks: [], views: [] }
    await cache.write(planSnapshot(snapshot, 9))
    expect(await cache.entries(one, null, 10)).toEqual([])
    expect((await cache.rows('unassigned', null, 10)).map((row) => row.id)).toEqual(['two'])
    await cache.close()
    assertWordsAreWhole(file)
  })
})
