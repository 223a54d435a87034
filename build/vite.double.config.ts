import { defineConfig } from 'vite'

/** The stand-in for Electron in tests: `run.js` starts a built main process with it. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out/double',
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: { run: 'test/electron-double/run.ts', electron: 'test/electron-double/electron.ts' },
      output: { entryFileNames: '[name].js' },
    },
  },
})
