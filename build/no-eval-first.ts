import type { Plugin } from 'vite'

/**
 * Keeps zod and `renderer/no-eval.ts` in one file of a page. Files that pages share run before the page's own: without this a schema in
 * one of them would be made before the policy is known to zod.
 */
export function noEvalFirst(): Plugin {
  const groups = [{ name: 'schemas', test: /[\\/]node_modules[\\/]zod[\\/]|[\\/]renderer[\\/]no-eval\.ts$/ }]
  return {
    name: 'no-eval-first',
    config: () => ({ build: { rolldownOptions: { output: { codeSplitting: { groups } } } } }),
  }
}
