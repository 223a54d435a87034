import { FetchFailed } from '../../attachments/ports'
import { downloadLimits, OutgoingFailed } from '../../outgoing'
import type { TelegramApi } from './api'
import { TelegramRefused } from './refusals'
import { downloadBytes } from './settings'

/** Opens a file a contact sent. The reference is Telegram's `file_id`; the link behind it lives an hour, so it is asked for each time. */
export async function fetchFile(
  api: TelegramApi,
  reference: string,
): Promise<{ readonly body: AsyncIterable<Uint8Array>; readonly size: number | null }> {
  try {
    const { file_path: path } = await api.call((raw) => raw.getFile({ file_id: reference }))
    if (path === undefined) throw new FetchFailed('tooBig', false)
    const { status, body, size } = await api.download(path, { ...downloadLimits, maxBytes: downloadBytes })
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
  if (!(error instanceof TelegramRefused)) return new FetchFailed('network', true, { cause: error })
  const { code, description } = error
  if (code === 400) return new FetchFailed(/too big/i.test(description) ? 'tooBig' : 'notFound', false)
  // The token may be mended meanwhile; then the same file is there.
  return code === 401 || code === 404 ? new FetchFailed('denied', true) : refusedWith(code)
}

/** What an answer other than the file means. */
function refusedWith(status: number): FetchFailed {
  if (status === 404 || status === 410) return new FetchFailed('notFound', false)
  const isPassing = status === 429 || status >= 500
  return new FetchFailed(isPassing ? 'unavailable' : 'denied', isPassing)
}
