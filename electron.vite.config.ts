import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { emojiData } from './build/emoji-data'
import { noEvalFirst } from './build/no-eval-first'

// The same bundles run in Electron and, in tests, under Node 20; the default would be Electron's newer Node.
const target = 'node20'

export default defineConfig({
  main: {
    build: { target, sourcemap: true, rolldownOptions: { input: { index: resolve('main/index.ts') } } },
  },
  preload: {
    build: {
      target,
      // A sandboxed preload can require only `electron`, so everything else is bundled, and it must be CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve('renderer'),
    build: {
      // The same pages are served to browsers by the hub.
      target: 'es2022',
      minify: true,
      // The content security policy allows no `data:` fonts or styles.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: resolve('renderer/index.html'), web: resolve('renderer/web.html') } },
    },
    plugins: [react(), tailwindcss(), emojiData(), noEvalFirst()],
  },
})
