import type { Hub } from '../conversations/ports'
import type { Transaction, Writer } from './sql'
import { SqlWork, type WorkContext } from './sql-work'

/** The store as use-cases know it: a transaction of the writer in the words of the field, settled and saved at its end. */
export class SqlHub implements Hub<SqlWork> {
  readonly #writer: Writer
  readonly #context: WorkContext

  constructor(writer: Writer, context: WorkContext) {
    this.#writer = writer
    this.#context = context
  }

  write<Value>(
    job: (work: SqlWork) => Promise<Value>,
    rescue?: (work: SqlWork, error: unknown) => Promise<Value>,
  ): Promise<Value> {
    const run = (transaction: Transaction) => this.within(transaction, job)
    if (rescue === undefined) return this.#writer.write(run)
    return this.#writer.write(run, (transaction, error) => this.within(transaction, (work) => rescue(work, error)))
  }

  /** The same inside a transaction that somebody else has begun. */
  async within<Value>(transaction: Transaction, job: (work: SqlWork) => Promise<Value>): Promise<Value> {
    const work = new SqlWork(transaction, this.#context)
    await work.distribution.begin()
    const value = await job(work)
    await work.distribution.settle()
    await work.flush()
    return value
  }
}
