import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { emojiData } from './emoji-data'
import { noEvalFirst } from './no-eval-first'

const page = (name: string) => resolve(`bench/pages/${name}.html`)

/** Pages the bench measures frames in, built as the app's own. */
export default defineConfig({
  root: resolve('bench/pages'),
  base: './',
  publicDir: resolve('renderer/public'),
  build: {
    outDir: resolve('out/bench-pages'),
    emptyOutDir: true,
    target: 'es2022',
    minify: true,
    assetsInlineLimit: 0,
    rolldownOptions: { input: { workspace: page('workspace'), list: page('list') } },
  },
  plugins: [react(), tailwindcss(), emojiData(), noEvalFirst()],
})
