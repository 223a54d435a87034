import { describe, expect, it } from 'vitest'
import { VirtualTime } from '#test/support/virtual-time'
import { type Fetch, FetchHttp } from './fetch-http'
import { MemoryFiles } from './files'
import { Uploads } from './uploads'

const chunk = 512 * 1024

/** The hub's end of an upload, as its routes are described; `fails` breaks the next calls. */
function aFileHub() {
  const received: number[] = []
  const calls: string[] = []
  let known: { size: number; received: number } | null = null
  let id = 0
  const fails: (number | 'away')[] = []
  const answer = (status: number, body: unknown, offset: number | null = null) => ({
    ok: status < 300,
    status,
    headers: { get: (name: string) => (name === 'upload-offset' && offset !== null ? String(offset) : null) },
    text: async () => (body === null ? '' : JSON.stringify(body)),
  })
  const fetch: Fetch = async (url, { method, headers, body }) => {
    calls.push(`${method} ${url.replace('https://hub.example', '')}`)
    expect(headers.authorization).toBe('Bearer secret')
    const failing = fails.shift()
    if (failing === 'away') throw new TypeError('fetch failed')
    if (failing === 404) {
      known = null
      return answer(404, { code: 'UPLOAD_UNKNOWN', message: '', retryable: false })
    }
    if (method === 'POST' && typeof body === 'string') {
      known = { size: Number(JSON.parse(body).size), received: 0 }
      return answer(200, { uploadId: `up-${++id}`, offset: 0 })
    }
    if (known === null) return answer(404, null)
    if (method === 'HEAD') return answer(200, null, known.received)
    expect(headers['upload-offset']).toBe(String(known.received))
    const length = body instanceof Uint8Array ? body.length : 0
    received.push(length)
    known.received += length
    const { received: offset, size } = known
    if (offset < size) return answer(200, { offset })
    return answer(200, { attachment: { ...attachment, size } })
  }
  return { fetch, received, calls, fails }
}

const attachment = {
  id: 'at-1',
  kind: 'file',
  name: 'Чек.pdf',
  mediaType: 'application/pdf',
  width: null,
  height: null,
  durationMs: null,
  state: { kind: 'stored' },
}

async function anUpload(size: number) {
  const hub = aFileHub()
  const files = new MemoryFiles()
  await files.put('k', new Uint8Array(size))
  const progress: number[] = []
  const uploads = new Uploads({
    http: new FetchHttp(hub.fetch, new VirtualTime()),
    hub: { hubUrl: 'https://hub.example', token: 'secret' },
    files,
    onProgress: (_file, sent) => void progress.push(sent),
  })
  const file = { key: 'k', name: 'Чек.pdf', mediaType: 'application/pdf', size }
  return { ...hub, uploads, file, progress, files }
}

describe('an upload', () => {
  it('goes in chunks and says how far it is', async () => {
    const { uploads, file, received, progress } = await anUpload(2 * chunk + 10)
    expect(await uploads.send(file)).toEqual({ ok: true, value: 'at-1' })
    expect(received).toEqual([chunk, chunk, 10])
    expect(progress).toEqual([0, chunk, 2 * chunk, 2 * chunk + 10])
  })

  it('goes on where the hub has got to when the line broke', async () => {
    const { uploads, file, received, fails, calls } = await anUpload(2 * chunk)
    fails.push(0, 0, 'away')
    expect(await uploads.send(file)).toMatchObject({ ok: false, refusal: { code: 'NOT_CONNECTED', retryable: true } })
    expect(await uploads.send(file)).toMatchObject({ ok: true })
    expect(received).toEqual([chunk, chunk])
    expect(calls.filter((call) => call.startsWith('HEAD'))).toHaveLength(1)
  })

  it('begins anew when the hub has forgotten it', async () => {
    const { uploads, file, fails, calls } = await anUpload(2 * chunk)
    fails.push(0, 0, 404)
    expect(await uploads.send(file)).toMatchObject({ ok: false, refusal: { retryable: true } })
    expect(await uploads.send(file)).toMatchObject({ ok: true })
    expect(calls.filter((call) => call.startsWith('POST'))).toHaveLength(2)
  })

  it('says so when the bytes are no longer on the device', async () => {
    const { uploads, file, files } = await anUpload(10)
    await files.remove('k')
    expect(await uploads.send(file)).toMatchObject({ ok: false, refusal: { code: 'FILE_NOT_RECEIVED' } })
  })
})
