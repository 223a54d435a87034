import Database from 'better-sqlite3'
import { z } from 'zod'

/** What a copied row has in place of the template's value: an SQL expression over `i`, the number of the copy. */
export type Copied = Readonly<Record<string, string>>

const Column = z.object({ name: z.string(), pk: z.number() })

/**
 * Copies rows of a store that no program has open, by the thousand in one statement. The rest of each row is as the product itself
 * wrote it, so the copies are of its kind whatever its columns are.
 */
export class Mass {
  readonly #database: Database.Database

  constructor(file: string) {
    this.#database = new Database(file)
    this.#database.pragma('journal_mode = OFF')
    this.#database.pragma('synchronous = OFF')
    this.#database.pragma('foreign_keys = OFF')
    this.#database.pragma('cache_size = -400000')
  }

  /** Each row of the table matching `where` as often as asked, `i` from 1 up; a copy that is there already is left alone. */
  copy(table: string, where: string, count: number, copied: Copied): void {
    const columns = z
      .array(Column)
      .parse(this.#database.prepare(`SELECT name, pk FROM pragma_table_info('${table}')`).all())
    const names = columns.map(({ name }) => `"${name}"`)
    const values = columns.map(({ name }) => copied[name] ?? `one."${name}"`)
    this.#database.exec(
      `WITH RECURSIVE number (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < ${count})
       INSERT OR IGNORE INTO "${table}" (${names.join(', ')})
       SELECT ${values.join(', ')} FROM number CROSS JOIN (SELECT * FROM "${table}" WHERE ${where}) AS one`,
    )
  }

  value(text: string): unknown {
    return this.#database.prepare(text).pluck().get()
  }

  /** Ready for its program again. */
  close(): void {
    this.#database.pragma('journal_mode = WAL')
    this.#database.close()
  }
}
