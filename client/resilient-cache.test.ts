import { describe, expect, it } from 'vitest'
import { cacheContract } from '#test/contracts/cache.contract'
import { MemoryCache } from './memory-cache'
import { ResilientCache } from './resilient-cache'

class FailingCache extends MemoryCache {
  override async cursor(): Promise<never> {
    throw new Error('disk full')
  }
}

cacheContract('resilient', () => new ResilientCache(new MemoryCache(), () => undefined))

class FullDisk extends MemoryCache {
  override async write(): Promise<never> {
    throw new Error('disk full')
  }
}

describe('a cache that fails', () => {
  it('does not claim to stand where it stood: what came before the failure is gone', async () => {
    const cache = new ResilientCache(new FullDisk(), () => undefined)
    await cache.write({ cursor: { epoch: 'e', position: 9, at: 1 } })
    expect(await cache.cursor()).toBeNull()
    await cache.write({ reset: true, cursor: { epoch: 'e', position: 10, at: 1 } })
    expect(await cache.cursor()).toMatchObject({ position: 10 })
  })

  it('is replaced by memory, which is said once to whoever relied on it', async () => {
    const heard: unknown[] = []
    const cache = new ResilientCache(new FailingCache(), (error) => void heard.push(error))
    cache.onLost(() => void heard.push('lost'))
    expect(await cache.cursor()).toBeNull()
    await cache.write({ cursor: { epoch: 'e', position: 3, at: 1 } })
    expect(await cache.cursor()).toEqual({ epoch: 'e', position: 3, at: 1 })
    expect(heard).toEqual([new Error('disk full'), 'lost'])
  })
})
