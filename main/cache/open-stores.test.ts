import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MemoryFiles } from '#client/files'
import { anItem } from '#test/contracts/outbox-store.contract'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { expectAgreement } from '#test/support/convergence'
import { openSqlite } from '../sqlite'
import { openStores } from './open-stores'

function open(folder: string, trouble: string[] = []) {
  return openStores({
    folder,
    files: new MemoryFiles(),
    monotonic: () => 0,
    onSlow: () => undefined,
    pause: () => Promise.resolve(),
    onTrouble: (what) => void trouble.push(what),
  })
}

describe('stores on the desktop', () => {
  for (const role of ['employee', 'restricted'] as const)
    it(`bring a workspace through cuts and restarts to the view of the hub (${role})`, async () => {
      const folder = aTemporaryFolder()
      let histories = 0
      const storesFor = () => {
        const own = join(folder, String(histories++))
        return () => open(own)
      }
      await expectAgreement(role, storesFor, { restarts: true, runs: 25 })
    }, 60_000)

  it('go on in memory without a cache file, and refuse to start without an outbox', async () => {
    const folder = aTemporaryFolder()
    mkdirSync(join(folder, 'cache.sqlite'))
    const trouble: string[] = []
    const stores = open(folder, trouble)
    expect(await stores.cache.cursor()).toBeNull()
    expect(trouble).toEqual(['cache'])
    expect(stores.isWithoutCache).toBe(true)
    await stores.close()

    const without = aTemporaryFolder()
    mkdirSync(join(without, 'outbox.sqlite'))
    expect(() => open(without)).toThrow()
  })

  it('say that there is no cache while somebody else holds its file, and have it at the next start', async () => {
    const folder = aTemporaryFolder()
    await open(folder).close()
    const other = openSqlite(join(folder, 'cache.sqlite'))
    other.exec('pragma locking_mode = exclusive; begin exclusive')
    const trouble: string[] = []
    const without = open(folder, trouble)
    expect([trouble, without.isWithoutCache]).toEqual([['cache'], true])
    await without.outbox.put(anItem(1))
    await without.close()
    other.close()
    const stores = open(folder)
    expect([stores.isWithoutCache, (await stores.outbox.items()).length]).toEqual([false, 1])
    await stores.close()
  })

  it('rebuild a damaged cache in its place, which is none to be without', async () => {
    const folder = aTemporaryFolder()
    writeFileSync(join(folder, 'cache.sqlite'), 'мусор'.repeat(2000))
    const stores = open(folder)
    expect(stores.isWithoutCache).toBe(false)
    await stores.close()
  })

  it('leave nothing of the account behind when it signs out', async () => {
    const folder = aTemporaryFolder()
    writeFileSync(join(folder, 'cache.sqlite'), 'мусор'.repeat(2000))
    const stores = open(folder)
    await stores.outbox.put(anItem(1))
    await stores.close()
    expect(existsSync(join(folder, 'cache.sqlite.damaged'))).toBe(true)
    await stores.wipe()
    for (const name of ['cache.sqlite', 'cache.sqlite.damaged', 'outbox.sqlite', 'outbox.sqlite-wal'])
      expect(existsSync(join(folder, name))).toBe(false)
  })
})
