import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out/hub',
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      // A worker thread is one more input, started by `new Worker(new URL('./its-name.js', import.meta.url))`.
      input: {
        main: 'server/main.ts',
        'rehearsal-thread': 'server/rehearsal-thread.ts',
        replay: 'server/replay.ts',
      },
      output: { entryFileNames: '[name].js' },
    },
  },
})
