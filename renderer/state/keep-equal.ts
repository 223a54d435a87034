/**
 * `after` with every part of it that says the same as in `before` taken from there: what crosses into a window arrives as a copy,
 * and screens that compare by identity would draw what did not change.
 */
export function keepEqual<Value>(before: unknown, after: Value): Value
export function keepEqual(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before
  if (Array.isArray(before) && Array.isArray(after)) {
    const kept = after.map((one, place): unknown => keepEqual(before[place], one))
    return kept.length === before.length && kept.every((one, place) => one === before[place]) ? before : kept
  }
  if (!isPlain(before) || !isPlain(after)) return after
  const names = Object.keys(after)
  const kept = Object.fromEntries(names.map((name) => [name, keepEqual(before[name], after[name])]))
  const isSame =
    names.length === Object.keys(before).length && names.every((name) => Object.is(kept[name], before[name]))
  return isSame ? before : kept
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
