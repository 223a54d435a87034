import type { SessionState } from '#preload/contract'
import type { Presence } from '#protocol/operator'

/** What the pill in the title bar shows: one look answers "do I get conversations?". */
export function ownPresence(session: SessionState, known: Presence | null): Presence['effective'] {
  if (session.kind === 'notConnected' || session.kind === 'replaced') return 'lost'
  return known?.effective ?? 'offline'
}
