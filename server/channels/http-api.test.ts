import { writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { aTemporaryFolder } from '#test/support/a-temporary-folder'
import { Outgoing } from '../outgoing'
import { systemTimers } from '../platform'
import { HttpApi } from './http-api'
import { formBody, jsonBody, multipartBody } from './http-body'

interface Heard {
  readonly line: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** An API that remembers what it was asked. */
async function anApi(answer: RequestListener = (_request, response) => response.end('{}')) {
  const heard: Heard[] = []
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(Buffer.from(piece))
    heard.push({
      line: `${request.method} ${request.url}`,
      headers: request.headers,
      body: Buffer.concat(pieces).toString(),
    })
    answer(request, response)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = `http://127.0.0.1:${address.port}`
  const api = new HttpApi(new Outgoing(systemTimers), `${url}/base/`, 'https://official.example')
  onTestFinished(() => {
    api.close()
    server.closeAllConnections()
    server.close()
  })
  return { api, heard, url, stop: () => server.close() }
}

describe('a call to a messenger', () => {
  it('goes below the base address, with its query, headers and body, and brings any answer whole', async () => {
    const { api, heard } = await anApi((_request, response) => response.writeHead(403).end('нет'))
    const answer = await api.call({
      ...{ method: 'POST', address: '/send', query: { a: 'я b' }, headers: { 'x-token': 'secret' } },
      body: jsonBody({ text: 'Да' }),
    })
    expect(answer).toMatchObject({ status: 403, text: 'нет' })
    expect(heard).toMatchObject([{ line: 'POST /base/send?a=%D1%8F+b', body: '{"text":"Да"}' }])
    expect(heard[0]?.headers).toMatchObject({ 'x-token': 'secret', 'content-type': 'application/json' })
  })

  it('sends a form', async () => {
    const { api, heard } = await anApi()
    await api.call({ method: 'POST', address: '/form', body: formBody({ text: 'a&b=я' }) })
    expect(new URLSearchParams(heard[0]?.body).get('text')).toBe('a&b=я')
  })

  it('streams a file of the store beside its fields', async () => {
    const { api, heard } = await anApi()
    const path = join(aTemporaryFolder(), 'file')
    writeFileSync(path, 'bytes of it')
    const file = { field: 'file', name: 'a"\r\nX: 1.txt', mediaType: 'text/plain', path, size: 11 }
    await api.call({ method: 'POST', address: '/upload', body: multipartBody({ type: 'doc' }, file, 'edge') })
    expect(heard[0]?.body).toBe(
      [
        ...['--edge', 'Content-Disposition: form-data; name="type"', '', 'doc'],
        ...['--edge', 'Content-Disposition: form-data; name="file"; filename="a___X: 1.txt"'],
        ...['Content-Type: text/plain', '', 'bytes of it', '--edge--', ''],
      ].join('\r\n'),
    )
    expect(heard[0]?.headers['content-length']).toBe(String(heard[0]?.body.length))
  })

  it('that finds nobody has certainly not been carried out', async () => {
    const { url } = await anApi()
    const nobody = new HttpApi(new Outgoing(systemTimers), 'http://127.0.0.1:1', 'https://official.example')
    expect(url).not.toBe('')
    await expect(nobody.call({ method: 'POST', address: '/send' })).rejects.toMatchObject({ wasSent: false })
  })

  it('whose answer breaks off may have been carried out', async () => {
    const { api } = await anApi((request) => request.socket.destroy())
    await expect(api.call({ method: 'POST', address: '/send', body: jsonBody({}) })).rejects.toMatchObject({
      name: 'MessengerUnreachable',
      wasSent: true,
    })
  })

  it('says nothing of the address when it fails', async () => {
    const api = new HttpApi(new Outgoing(systemTimers), 'http://127.0.0.1:1/secret-token', 'https://official.example')
    const error = await api.call({ method: 'GET', address: '/send' }).catch((reason: unknown) => reason)
    expect(JSON.stringify(error) + String(error)).not.toContain('secret-token')
  })

  it('follows an address the messenger names only outside, or where the administrator has sent us', async () => {
    const { api, url, heard } = await anApi()
    const other = await anApi()
    await api.call({ method: 'POST', address: `${url}/upload/1` })
    expect(heard).toHaveLength(1)
    await expect(api.call({ method: 'POST', address: `${other.url}/upload/1` })).rejects.toMatchObject({
      wasSent: false,
    })
    expect(other.heard).toEqual([])
  })

  it.each(['@other.example/x', '.other.example/x', ':1/x', 'x', 'file:///etc/passwd', ''])(
    'goes nowhere by what is neither a place below the base address nor an address: %s',
    async (address) => {
      const { api, heard } = await anApi()
      const refusal = { wasSent: false, why: 'not an address' }
      await expect(api.call({ method: 'POST', address })).rejects.toMatchObject(refusal)
      const limits = { maxBytes: 10, headMs: 1000, idleMs: 1000, totalMs: 1000 }
      await expect(api.download(address, {}, limits)).rejects.toMatchObject({ problem: 'address' })
      expect(heard).toEqual([])
    },
  )
})
