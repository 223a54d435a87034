import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'out/bench',
    emptyOutDir: true,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        run: 'bench/run.ts',
        'chain-server': 'bench/limits/chain-server.ts',
        'search-main': 'bench/cases/search-main.ts',
      },
      output: { entryFileNames: '[name].js' },
    },
  },
})
