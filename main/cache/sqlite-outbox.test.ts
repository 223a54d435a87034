import { closeSync, existsSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConversationId } from '#protocol/ids'
import { anItem, outboxStoreContract } from '#test/contracts/outbox-store.contract'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { openSqlite } from '../sqlite'
import { SqliteOutbox } from './sqlite-outbox'

const aFile = () => join(aTemporaryFolder(), 'outbox.sqlite')

const setAside: number[] = []

function open(file: string): SqliteOutbox {
  setAside.length = 0
  return new SqliteOutbox({
    file,
    monotonic: () => 0,
    onSlow: () => undefined,
    onSetAside: (_error, unread) => void setAside.push(unread),
  })
}

outboxStoreContract('SQLite', () => open(aFile()))

const draft = { conversationId: ConversationId.parse('two'), text: 'Недописан', isNote: false }

async function filled(file: string, count: number): Promise<void> {
  const store = open(file)
  for (let number = 1; number <= count; number++) await store.put(anItem(number))
  await store.putDraft(draft)
  await store.close()
}

describe('the file of the outbox', () => {
  it('gives the next run what the last one left', async () => {
    const file = aFile()
    await filled(file, 3)
    const store = open(file)
    expect(await store.items()).toEqual([anItem(1), anItem(2), anItem(3)])
    expect(await store.drafts()).toEqual([draft])
    expect(setAside).toEqual([])
    await store.close()
  })

  it('brings over what it holds when a newer program has written it', async () => {
    const file = aFile()
    await filled(file, 3)
    const newer = openSqlite(file)
    newer.exec('alter table item add column mood text')
    newer.exec(`insert into item (id, body) values ('x', '{"kind":"unheard of"}')`)
    newer.pragma('user_version = 9')
    newer.close()
    const store = open(file)
    expect(await store.items()).toEqual([anItem(1), anItem(2), anItem(3)])
    expect(await store.drafts()).toEqual([draft])
    expect(setAside).toEqual([1])
    expect(existsSync(`${file}.damaged`)).toBe(true)
    await store.close()
  })

  it('brings over what stands before the damage', async () => {
    const file = aFile()
    await filled(file, 80)
    const { size } = statSync(file)
    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, size - 2 * 4096)
    closeSync(handle)
    const store = open(file)
    const items = await store.items()
    expect(setAside).toHaveLength(1)
    expect(items.length).toBeGreaterThan(5)
    expect(items[0]).toEqual(anItem(1))
    await store.put(anItem(999))
    expect(await store.items()).toHaveLength(items.length + 1)
    await store.close()
  })

  it('begins anew where there was no database', async () => {
    const file = aFile()
    writeFileSync(file, 'мусор'.repeat(3000))
    const store = open(file)
    await store.put(anItem(1))
    expect(await store.items()).toEqual([anItem(1)])
    await store.close()
  })
})
