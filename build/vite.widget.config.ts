import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: 'out/widget',
    emptyOutDir: true,
    minify: true,
    lib: {
      entry: 'widget/index.ts',
      // A classic script: a module has no `document.currentScript`, which names the hub and the channel.
      formats: ['iife'],
      name: 'PultWidget',
      fileName: () => 'widget.js',
    },
  },
})
