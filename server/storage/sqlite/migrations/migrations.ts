import type { Migration } from '../../migrate'
import { foundation } from './0001-foundation'

/** Every step of the schema, in order; a step that has shipped is never changed. */
export const migrations: readonly Migration[] = [foundation]
