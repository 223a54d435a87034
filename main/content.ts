import { readFile, stat } from 'node:fs/promises'
import { protocol } from 'electron'
import { mediaPath } from '#preload/constants'
import { pageFile } from './page-file'

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

async function answerFile(root: string, pathname: string): Promise<Response> {
  const page = pageFile(root, pathname)
  if (page === null) return notFound()
  try {
    if (!(await stat(page.file)).isFile()) return notFound()
    const headers = {
      'content-type': page.type,
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    }
    return new Response(await readFile(page.file), { headers })
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
    if (url.host !== host || (request.method !== 'GET' && request.method !== 'HEAD')) return notFound()
    if (!url.pathname.startsWith(mediaPath)) return answerFile(root, url.pathname)
    const id = /^[A-Za-z0-9_-]{1,64}$/.exec(url.pathname.slice(mediaPath.length))?.[0]
    return id === undefined ? notFound() : media(id, request)
  })
}
