import type { Choice } from '#protocol/explanation'
import type { RosterEntry } from '../snapshot'

/** Who was chosen, and by which rule he was told apart from the others who were eligible. */
export interface Chosen {
  readonly entry: RosterEntry
  readonly choice: Extract<
    Choice,
    'onlyOne' | 'inTurn' | 'leastLoaded' | 'longestSinceAssigned' | 'memberOrder' | 'lastAssignee' | 'namedOperator'
  >
}
