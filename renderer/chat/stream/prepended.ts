/**
 * react-virtuoso keeps the place when rows come in above if `firstItemIndex` falls by their number. A day line is named after
 * the row below it, so the first key both lists know tells the number; counting entries would miss lines and folds.
 */
export function firstIndexAfter(
  before: { readonly keys: readonly string[]; readonly firstIndex: number },
  keys: readonly string[],
): number {
  const placeNow = new Map(keys.map((key, index) => [key, index]))
  for (const [placeBefore, key] of before.keys.entries()) {
    const now = placeNow.get(key)
    if (now !== undefined) return before.firstIndex + placeBefore - now
  }
  return before.firstIndex
}

/** High enough to prepend for ever: a conversation lives for years. */
export const startIndex = 10_000_000
