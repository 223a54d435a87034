import { defineConfig } from 'vitest/config'

const folders = '{protocol,server,client,preload,main,renderer,build,bench}'

export default defineConfig({
  test: {
    // A suite that has no files yet is not an error.
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'node',
          include: [`${folders}/**/*.test.ts`, 'test/{contracts,support}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['renderer/**/*.test.tsx', 'widget/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'simulation',
          include: ['test/simulation/**/*.test.ts'],
          testTimeout: 120_000,
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
