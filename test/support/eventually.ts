import { expect, vi } from 'vitest'

/** Waits for something that goes over a real socket; asserts nothing about how long it takes. */
export const eventually = (look: () => unknown, wanted: unknown): Promise<void> =>
  vi.waitFor(async () => expect(await look()).toEqual(wanted), { timeout: 10_000, interval: 40 })
