import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { emojiData } from './emoji-data'
import { noEvalFirst } from './no-eval-first'

/** The pictures page: built like the renderer, served by tests. */
export default defineConfig({
  root: resolve('test/gallery'),
  base: './',
  publicDir: resolve('renderer/public'),
  build: {
    outDir: resolve('out/gallery'),
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
    assetsInlineLimit: 0,
  },
  plugins: [react(), tailwindcss(), emojiData(), noEvalFirst()],
})
