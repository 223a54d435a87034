import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { mutants } from './mutants-list.mjs'

it.each(mutants.map(({ rule, file, from }) => [rule, file, from]))(
  'the rule "%s" stands where its mutant breaks it, once',
  (_rule, file, from) => {
    expect(readFileSync(file, 'utf8').split(from)).toHaveLength(2)
  },
)
