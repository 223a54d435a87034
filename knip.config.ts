import type { KnipConfig } from 'knip'

export default {
  entry: [
    'server/{main,replay}.ts!',
    'server/rehearsal-thread.ts!',
    'main/index.ts!',
    'preload/index.ts!',
    'renderer/{desktop,web}.tsx!',
    'widget/index.ts!',
    'build/*.mjs',
    'build/*.config.ts',
    'bench/run.ts',
    'bench/limits/*-server.ts',
    'bench/cases/*-main.ts',
    'bench/pages/{list,workspace}.ts',
    'test/electron-double/{run,electron,honest}.ts',
    'test/gallery/*.ts',
    'test/phones/run.ts',
    'test/phones/page/phones.tsx',
    'test/{simulation,blackbox,e2e,screenshots}/**/*.{test,spec}.ts',
    'test/gallery/gallery.ts',
  ],
  project: [
    '{protocol,server,client,preload,main,renderer,widget}/**/*.{ts,tsx,css}!',
    // Served as it is, to the demo's shop.
    '!server/demo/page/**',
    '!server/demo/page/**!',
    '!**/*.test.{ts,tsx}!',
    '{build,test,bench}/**/*.{ts,tsx,mjs}',
  ],
  // What its own file uses is alive; that it is exported for a test beside it is no fault.
  ignoreExportsUsedInFile: true,
  // Loaded through createRequire; read as files by the build.
  ignoreDependencies: ['better-sqlite3-electron', 'emojibase-data'],
} satisfies KnipConfig
