import type { Migration } from '../../migrate'
import { conversationTables } from './0001-foundation/conversations'
import { distributionTables } from './0001-foundation/distribution'
import { peopleTables } from './0001-foundation/people'
import { transportTables } from './0001-foundation/transport'

/**
 * The whole first schema. Strict tables; times are epoch milliseconds; booleans are 0 and 1; ids are text.
 * Tables whose rows are found by their key are clustered by it (`without rowid`): one page touched instead of two.
 */
export const foundation: Migration = {
  name: '0001-foundation',
  statements: [...peopleTables, ...transportTables, ...conversationTables, ...distributionTables],
}
