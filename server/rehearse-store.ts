import { drafted } from './rehearsal/draft'
import { named, resultOf } from './rehearsal/figures'
import type { RehearsalOutcome, RehearsalRequest } from './rehearsal/ports'
import { rehearse } from './rehearsal/rehearse'
import { contactNames, readHistory, TooMuchHistory } from './storage/rehearsal-reads'
import { openReadable } from './storage/sqlite/connection'
import { sqliteReader } from './storage/sqlite/reader'

/** How much of it is reading what happened. */
const readingShare = 0.1

/** A whole rehearsal over a connection of its own that can only read: what a worker thread does. */
export async function rehearseStore(
  file: string,
  request: RehearsalRequest,
  onProgress: (done: number) => Promise<void>,
): Promise<RehearsalOutcome> {
  const connection = openReadable(file)
  try {
    const reader = sqliteReader(connection)
    const history = await reader.snapshot((sql) => readHistory(sql, request.from, request.to))
    await onProgress(readingShare)
    const rehearsal = await rehearse({
      history,
      company: drafted(history.company, request.draft),
      onProgress: (done) => onProgress(readingShare + done * (1 - readingShare)),
    })
    const names = await contactNames(reader, named(rehearsal))
    return { kind: 'done', result: resultOf(history, rehearsal, { names, zone: request.zone }) }
  } catch (error) {
    if (error instanceof TooMuchHistory) return { kind: 'failed', reason: 'tooMuch' }
    throw error
  } finally {
    connection.database.close()
  }
}
