import type { ConversationId, Position, Seq } from '#protocol/ids'
import type { EventLog } from '../event-log'
import type { SqlValue, Transaction } from '../sql'
import type { Connection } from './connection'

type Effect = () => void

/** The open transaction as one job sees it, with the effects that follow the job's fate. */
export class JobTransaction implements Transaction {
  readonly #connection: Connection
  readonly #log: EventLog
  readonly #kept: Effect[] = []
  readonly #undone: Effect[] = []
  readonly #afterCommit: Effect[] = []

  constructor(connection: Connection, log: EventLog) {
    this.#connection = connection
    this.#log = log
  }

  all<Row>(text: string, values?: readonly SqlValue[]): Promise<Row[]> {
    return this.#connection.all(text, values)
  }

  get<Row>(text: string, values?: readonly SqlValue[]): Promise<Row | undefined> {
    return this.#connection.get(text, values)
  }

  run(text: string, values?: readonly SqlValue[]): Promise<number> {
    return this.#connection.run(text, values)
  }

  logEvent(conversationId: ConversationId, seq: Seq, at: number): Position {
    return this.#log.add(conversationId, seq, at)
  }

  position(): number {
    return this.#log.newest
  }

  onKept(effect: Effect): void {
    this.#kept.push(effect)
  }

  onUndone(effect: Effect): void {
    this.#undone.push(effect)
  }

  afterCommit(effect: Effect): void {
    this.#afterCommit.push(effect)
  }

  kept(): void {
    for (const effect of this.#kept) effect()
  }

  /** Newest first: what changed a thing twice finds the first value again at the end. */
  undo(): void {
    for (const effect of this.#undone.toReversed()) effect()
  }

  committed(onFailed: (error: unknown) => void): void {
    for (const effect of this.#afterCommit) {
      try {
        effect()
      } catch (error) {
        onFailed(error)
      }
    }
  }
}
