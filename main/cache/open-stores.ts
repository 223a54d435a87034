import { join } from 'node:path'
import type { Stores } from '#client/desk'
import type { FileStore } from '#client/files'
import { MemoryCache } from '#client/memory-cache'
import { wipeFile } from './open-file'
import type { SqlWatch } from './sql'
import { SqliteCache } from './sqlite-cache'
import { SqliteOutbox } from './sqlite-outbox'

export interface StoreOptions extends SqlWatch {
  /** The account's own folder: one for each account and hub. */
  readonly folder: string
  readonly files: FileStore
  readonly pause: () => Promise<void>
  /** A file was set aside or cannot be had; `what` names it. */
  readonly onTrouble: (what: 'cache' | 'outbox', error: unknown) => void
}

export interface DesktopStores extends Stores {
  /** Keeps the copy within its bounds; for moments when nobody waits. */
  tidy(now: number): Promise<void>
}

function openCache(options: StoreOptions, file: string): SqliteCache | null {
  const { monotonic, onSlow, pause, onTrouble } = options
  try {
    return new SqliteCache({ file, monotonic, onSlow, pause, onSetAside: (error) => onTrouble('cache', error) })
  } catch (error) {
    onTrouble('cache', error)
    return null
  }
}

/**
 * One account's stores on this computer. Without a cache file work goes on in memory; without an outbox file it throws, for a reply
 * that might be lost must not be called queued.
 */
export function openStores(options: StoreOptions): DesktopStores {
  const cacheFile = join(options.folder, 'cache.sqlite')
  const outboxFile = join(options.folder, 'outbox.sqlite')
  const { monotonic, onSlow, onTrouble, files } = options
  const outbox = new SqliteOutbox({
    file: outboxFile,
    monotonic,
    onSlow,
    onSetAside: (error) => onTrouble('outbox', error),
  })
  const sqlite = openCache(options, cacheFile)
  const cache = sqlite ?? new MemoryCache()
  return {
    cache,
    outbox,
    files,
    isWithoutCache: sqlite === null,
    tidy: async (now) => sqlite?.tidy(now),
    close: async () => {
      await cache.close()
      await outbox.close()
    },
    wipe: async () => {
      wipeFile(cacheFile)
      wipeFile(outboxFile)
      await files.keepOnly(new Set())
    },
  }
}
