import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The page with the phones, served by the stand-ins. */
export default defineConfig({
  root: resolve('test/phones/page'),
  base: './',
  publicDir: false,
  build: { outDir: resolve('out/phones-page'), emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 },
  plugins: [react()],
})
