import { describe, it } from 'vitest'
import { expectAgreement } from '#test/support/convergence'
import { memoryStores } from './memory-stores'

describe('a workspace and its hub', () => {
  for (const role of ['employee', 'restricted'] as const)
    it(`agree in the end, whatever happened between (${role})`, async () => {
      await expectAgreement(role, () => memoryStores, { restarts: false, runs: 150 })
    }, 60_000)
})
