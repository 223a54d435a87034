import { defineConfig } from 'vite'

/** The stand-ins of the messengers with their phones, as a program of their own: `npm run fake-messengers`. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out/phones',
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rolldownOptions: { input: { run: 'test/phones/run.ts' }, output: { entryFileNames: '[name].js' } },
  },
})
