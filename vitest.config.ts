import { statfsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const folders = '{protocol,server,client,preload,main,renderer,build,bench}'

/** Tens of thousands of bent messages take seconds: of every full run, not of `npm run ready`. */
const fuzzing = 'server/channels/*/fuzz.test.ts'

/** Where there is room in memory, the stores of unit tests do not wait for a disk: none of them cuts the power. */
function temporaryFolders(): Record<string, string> {
  const memory = '/dev/shm'
  try {
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize > 2 ** 30 ? { TMPDIR: memory } : {}
  } catch {
    return {}
  }
}

const unit = {
  // Files keep nothing between tests, so one process loads the modules once for all of them.
  isolate: false,
  // Ends what hangs; a busy machine may take longer.
  testTimeout: 30_000,
  env: temporaryFolders(),
}

export default defineConfig({
  test: {
    // Many tests wait for sockets: one worker more than the cores have work for.
    maxWorkers: '150%',
    // Modules are made ready once for all runs.
    experimental: { fsModuleCache: true },
    // A suite that has no files yet is not an error.
    passWithNoTests: true,
    projects: [
      {
        test: {
          ...unit,
          name: 'node',
          include: [`${folders}/**/*.test.ts`, 'test/{contracts,phones,support}/**/*.test.ts', 'widget/*.test.ts'],
          exclude: [fuzzing],
        },
      },
      {
        test: { ...unit, name: 'fuzz', include: [fuzzing] },
      },
      {
        test: {
          ...unit,
          name: 'dom',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.tsx', 'widget/view/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'simulation',
          include: ['test/simulation/**/*.test.ts'],
          testTimeout: 120_000,
          env: temporaryFolders(),
        },
      },
      {
        test: {
          name: 'blackbox',
          include: ['test/blackbox/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          // Each file starts the built hub; side by side they would take each other's processor time.
          fileParallelism: false,
        },
      },
    ],
  },
})
