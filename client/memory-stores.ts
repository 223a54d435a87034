import type { Stores } from './desk'
import { MemoryFiles } from './files'
import { MemoryCache } from './memory-cache'
import { MemoryOutbox } from './memory-outbox'

/** A browser page's stores: gone with the page. */
export function memoryStores(): Stores {
  const [cache, outbox, files] = [new MemoryCache(), new MemoryOutbox(), new MemoryFiles()]
  return {
    cache,
    outbox,
    files,
    isWithoutCache: false,
    close: async () => {
      await cache.close()
      await outbox.close()
    },
    wipe: () => files.keepOnly(new Set()),
  }
}
