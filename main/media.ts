import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Credentials } from '#client/workspace'
import { contentPolicy } from './content'

/** Larger files are not kept: they are seldom looked at twice and would fill the disk. */
const mostKeptBytes = 8 * 1024 * 1024

/** What a window may draw or play by itself; everything else is a file to save, whatever its sender called it. */
const shown = /^(image\/(png|jpeg|gif|webp|avif|bmp)|audio\/[a-z0-9.+-]+|video\/[a-z0-9.+-]+)$/

const Kept = z.object({ type: z.string() })

function headersFor(type: string): Record<string, string> {
  const plain = type.split(';')[0]?.trim().toLowerCase() ?? ''
  return {
    'content-type': shown.test(plain) ? plain : 'application/octet-stream',
    ...(shown.test(plain) ? {} : { 'content-disposition': 'attachment' }),
    'content-security-policy': contentPolicy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
  }
}

const gone = (status: number) => new Response('not available', { status, headers: { 'content-type': 'text/plain' } })

/**
 * Attachments for windows: fetched from the hub with the session's token, which windows never see, and kept on disk, so that
 * pictures are there without network. A sender's type is believed only for what cannot run.
 */
export class Media {
  readonly #folder: () => string | null
  readonly #credentials: () => Promise<Credentials | null>

  constructor(folder: () => string | null, credentials: () => Promise<Credentials | null>) {
    this.#folder = folder
    this.#credentials = credentials
  }

  async answer(id: string, request: Request): Promise<Response> {
    const range = request.headers.get('range')
    const kept = await this.#kept(id)
    if (kept !== null && range === null) return new Response(kept.body, { headers: headersFor(kept.type) })
    const response = await this.fetch(id, range === null ? {} : { range })
    if (response === null)
      return kept === null ? gone(504) : new Response(kept.body, { headers: headersFor(kept.type) })
    if (!response.ok) return gone(response.status)
    const type = response.headers.get('content-type') ?? ''
    const size = Number(response.headers.get('content-length') ?? Number.POSITIVE_INFINITY)
    if (response.status === 206 || size > mostKeptBytes) return this.#pass(response, type)
    const body = new Uint8Array(await response.arrayBuffer())
    await this.#keep(id, type, body)
    return new Response(body, { headers: headersFor(type) })
  }

  /** The hub's answer, or null without network or session. */
  async fetch(id: string, headers: Readonly<Record<string, string>> = {}): Promise<Response | null> {
    const credentials = await this.#credentials()
    if (credentials === null || credentials.auth.kind !== 'token') return null
    try {
      return await fetch(`${credentials.hubUrl}/files/${encodeURIComponent(id)}`, {
        headers: { ...headers, authorization: `Bearer ${credentials.auth.token}` },
        redirect: 'error',
      })
    } catch {
      return null
    }
  }

  #pass(response: Response, type: string): Response {
    const headers = headersFor(type)
    for (const name of ['content-range', 'content-length', 'accept-ranges']) {
      const value = response.headers.get(name)
      if (value !== null) headers[name] = value
    }
    return new Response(response.body, { status: response.status, headers })
  }

  async #kept(id: string): Promise<{ readonly body: Uint8Array<ArrayBuffer>; readonly type: string } | null> {
    const folder = this.#folder()
    if (folder === null) return null
    try {
      const { type } = Kept.parse(JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8')))
      return { body: new Uint8Array(await readFile(join(folder, id))), type }
    } catch {
      return null
    }
  }

  /** A full disk only means that it is fetched again. */
  async #keep(id: string, type: string, body: Uint8Array): Promise<void> {
    const folder = this.#folder()
    if (folder === null) return
    try {
      await mkdir(folder, { recursive: true })
      const beside = join(folder, `${id}.new`)
      await writeFile(beside, body, { mode: 0o600 })
      await rename(beside, join(folder, id))
      await writeFile(join(folder, `${id}.json`), JSON.stringify({ type }), { mode: 0o600 })
    } catch {
      await rm(join(folder, id), { force: true }).catch(() => undefined)
    }
  }
}
