import type { z } from 'zod'
import { accepted, type Outcome, refused } from '#protocol/errors'

/** What a person fills in: wrong values there are his to correct (INVALID by field), anything else is the program's fault. */
const filledIn = /^(form|settings|rules|schedule|fields|name|login|password|next)(\.|$)/

/** Issues that no form can produce: a field nobody knows, a value of another type. */
const programmers: ReadonlySet<string> = new Set(['unrecognized_keys', 'invalid_type', 'invalid_union', 'invalid_key'])

/** A fraction where a whole number belongs is what a person may type; zod calls it another type. */
const isProgrammers = (issue: z.core.$ZodIssue): boolean =>
  programmers.has(issue.code) && !(issue.code === 'invalid_type' && issue.expected === 'int')

function fieldOf(issue: z.core.$ZodIssue, at: string): string {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return [...(at === '' ? [] : [at]), ...issue.path.map(String), ...unknown].join('.')
}

/** What is wrong, in a word that screens know; never the value. */
function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'tooShort' : 'tooSmall'
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'tooLong' : 'tooBig'
  if (issue.code === 'invalid_type') return 'notWhole'
  if (issue.code === 'custom' && typeof issue.params?.problem === 'string') return issue.params.problem
  return 'invalid'
}

/**
 * Parses what came over a wall by its closed schema. `at` is the path of `value` within what was sent.
 * Values are never repeated in the refusal.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at = '',
): Outcome<z.output<Schema>> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return accepted(parsed.data)
  const { issues } = parsed.error
  const isForm = issues.every((issue) => filledIn.test(issue.path.join('.')) && !isProgrammers(issue))
  if (isForm && issues.length > 0) {
    const fields = issues.slice(0, 20).map((issue) => ({ field: fieldOf(issue, ''), problem: problemOf(issue) }))
    return refused('INVALID', 'some fields cannot be saved like this', { fields, field: fields[0]?.field ?? '' })
  }
  const first = issues[0]
  return refused('BAD_REQUEST', 'not understood', { field: first === undefined ? at : fieldOf(first, at) })
}
