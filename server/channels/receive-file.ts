import { FetchFailed } from '../attachments/ports'
import { type OutgoingAnswer, OutgoingFailed } from '../outgoing'
import { MessengerRefused } from './messenger-error'

/** A file a contact has sent, opened. */
export interface Opened {
  readonly body: AsyncIterable<Uint8Array>
  readonly size: number | null
}

/** Opens what `open` finds; whatever goes wrong, then or while it is read, is a FetchFailed that says whether to try again. */
export async function openFile(open: () => Promise<OutgoingAnswer>): Promise<Opened> {
  try {
    const { status, body, size } = await open()
    if (status !== 200) throw refusedWith(status)
    return { body: read(body), size }
  } catch (error) {
    throw failureOf(error)
  }
}

async function* read(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw failureOf(error)
  }
}

function failureOf(error: unknown): FetchFailed {
  if (error instanceof FetchFailed) return error
  if (error instanceof OutgoingFailed) {
    const isFinal = ['tooBig', 'address', 'redirect'].includes(error.problem)
    return new FetchFailed(error.problem, !isFinal, { cause: error })
  }
  if (!(error instanceof MessengerRefused)) return new FetchFailed('network', true, { cause: error })
  switch (error.reason) {
    case 'too_big':
      return new FetchFailed('tooBig', false)
    case 'not_found':
    case 'bad_media':
      return new FetchFailed('notFound', false)
    // The credentials may be mended meanwhile; then the same file is there.
    case 'auth':
      return new FetchFailed('denied', true)
    default:
      return new FetchFailed('unavailable', true)
  }
}

/** What an answer other than the file means. */
function refusedWith(status: number): FetchFailed {
  if (status === 404 || status === 410) return new FetchFailed('notFound', false)
  const isPassing = status === 401 || status === 429 || status >= 500
  return new FetchFailed(isPassing ? 'unavailable' : 'denied', isPassing)
}
