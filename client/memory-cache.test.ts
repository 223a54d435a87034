import { cacheContract } from '#test/contracts/cache.contract'
import { outboxStoreContract } from '#test/contracts/outbox-store.contract'
import { MemoryCache } from './memory-cache'
import { MemoryOutbox } from './memory-outbox'

cacheContract('memory', () => new MemoryCache())
outboxStoreContract('memory', () => new MemoryOutbox())
