import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { z } from 'zod'

/** A small file that is whole or not there: written beside and moved into place. */
export class JsonFile<Value> {
  readonly #path: string
  readonly #schema: z.ZodType<Value>

  constructor(path: string, schema: z.ZodType<Value>) {
    this.#path = path
    this.#schema = schema
  }

  /** Null when it is not there or not what it should be. */
  read(): Value | null {
    try {
      return this.#schema.safeParse(JSON.parse(readFileSync(this.#path, 'utf8'))).data ?? null
    } catch {
      return null
    }
  }

  /** Throws when the folder cannot be written. */
  write(value: Value): void {
    const beside = `${this.#path}.new`
    writeFileSync(beside, JSON.stringify(value), { mode: 0o600 })
    renameSync(beside, this.#path)
  }
}
