/** An operator with nothing but what a choice compares. */
export interface BareEntry {
  readonly isHere: boolean
  readonly load: number
  readonly limit: number
  readonly lastAssignedAt: number
}

/** The bare limit of P7: the place of the least loaded who has room, then of the longest without an assignment; -1 = nobody. One pass. */
export function scan(entries: readonly BareEntry[]): number {
  let best: BareEntry | undefined
  let place = -1
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]
    if (entry === undefined || !entry.isHere || entry.load >= entry.limit) continue
    if (best !== undefined && entry.load > best.load) continue
    if (best !== undefined && entry.load === best.load && entry.lastAssignedAt >= best.lastAssignedAt) continue
    best = entry
    place = index
  }
  return place
}
