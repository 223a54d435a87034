import type { Seq } from '#protocol/ids'
import type { Entry } from '#protocol/message'

/** Which reply buttons the contact pressed, by the message they stand under. */
export function pressedButtons(entries: readonly Entry[]): ReadonlyMap<Seq, ReadonlySet<string>> {
  const pressed = new Map<Seq, Set<string>>()
  for (const entry of entries) {
    if (entry.kind !== 'system' || entry.event.kind !== 'buttonPressed' || entry.event.messageSeq === null) continue
    const labels = pressed.get(entry.event.messageSeq) ?? new Set<string>()
    pressed.set(entry.event.messageSeq, labels.add(entry.event.label))
  }
  return pressed
}
