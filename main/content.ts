import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'
import { mediaPath } from '#preload/constants'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
}

/** desktop.md section 7: nothing inline, nothing from elsewhere; pictures and sounds of the app itself and of blobs it made. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const notFound = () => new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } })

/** The file a path of our pages means, or null for whatever lies outside. Pure. */
export function fileOf(root: string, pathname: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const file = normalize(join(root, path))
  return file.startsWith(root + sep) && types[extname(file)] !== undefined ? file : null
}

async function answerFile(root: string, pathname: string): Promise<Response> {
  const file = fileOf(root, pathname)
  if (file === null) return notFound()
  try {
    if (!(await stat(file)).isFile()) return notFound()
    const headers = {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    }
    return new Response(await readFile(file), { headers })
  } catch {
    return notFound()
  }
}

export const scheme = 'app'
export const host = 'workspace'

/** Before `ready`: the scheme is an origin like any other, so storage, fetch and the policy work on it. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

/** Serves our built pages, and stored attachments under `/media/`. */
export function serveContent(root: string, media: (id: string, request: Request) => Promise<Response>): void {
  protocol.handle(scheme, (request) => {
    const url = new URL(request.url)
    if (url.host !== host || request.method !== 'GET') return notFound()
    if (!url.pathname.startsWith(mediaPath)) return answerFile(root, url.pathname)
    const id = /^[A-Za-z0-9_-]{1,64}$/.exec(url.pathname.slice(mediaPath.length))?.[0]
    return id === undefined ? notFound() : media(id, request)
  })
}
