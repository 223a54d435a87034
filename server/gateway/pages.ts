import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Policy of the workspace's page (desktop.md section 7); `connect-src 'self'` covers the WebSocket of the same origin. */
const workspacePolicy = [
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

/** A page of a customer as strict as they come: the widget has to live with it. */
const demoPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface PageFolders {
  /** Built pages of the workspace: `web.html` and `assets/`. */
  readonly workspace: string
  /** The built widget. */
  readonly widgetFile: string
}

/** What the workspace's page loads, besides itself. Names under `/assets/` carry a hash of their content; the others may change. */
const pageFiles = /^\/(assets\/|emoji\/|first-paint\.js$|icon\.svg$)/

/** The workspace in a browser at `/`, and the widget for everybody's pages. */
export async function mountPages(app: FastifyInstance, { workspace, widgetFile }: PageFolders): Promise<void> {
  if (existsSync(workspace))
    await app.register(fastifyStatic, {
      root: workspace,
      prefix: '/',
      wildcard: true,
      index: false,
      dotfiles: 'deny',
      cacheControl: false,
      allowedPath: (path) => pageFiles.test(path),
      setHeaders: (reply, path) => {
        const isHashed = path.startsWith(join(workspace, 'assets'))
        reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  app.get('/', (_request, reply) => {
    const page = join(workspace, 'web.html')
    if (!existsSync(page)) return reply.callNotFound()
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', workspacePolicy)
      .header('cache-control', 'no-cache')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('permissions-policy', 'camera=(), geolocation=(), microphone=(self)')
      .send(readFileSync(page))
  })
  // Asked for by every browser, whatever page of ours it shows.
  app.get('/favicon.ico', (_request, reply) => {
    const icon = join(workspace, 'icon.svg')
    if (!existsSync(icon)) return reply.callNotFound()
    return reply
      .type('image/svg+xml')
      .header('cache-control', 'public, max-age=86400')
      .header('content-security-policy', "default-src 'none'")
      .send(readFileSync(icon))
  })
  app.get('/widget.js', (_request, reply) => {
    if (!existsSync(widgetFile)) return reply.callNotFound()
    return reply
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(readFileSync(widgetFile))
  })
}

export interface DemoFolders {
  /** The shop's page with what it loads. */
  readonly page: string
  /** The workspace's typeface, which the shop has too. */
  readonly fonts: string
}

/** The demo's shop: a page of a customer with the script tag in it. `{{channel}}` in the page is the id of the demo's web chat. */
export async function mountDemoPage(
  app: FastifyInstance,
  folders: DemoFolders,
  channelId: () => string,
): Promise<void> {
  await app.register((scope, _options, done) => {
    const roots = [folders.page, folders.fonts].filter((folder) => existsSync(folder))
    if (roots.length > 0)
      void scope.register(fastifyStatic, {
        root: roots,
        prefix: '/demo/',
        index: false,
        dotfiles: 'deny',
        decorateReply: false,
      })
    const page = join(folders.page, 'index.html')
    scope.get('/demo', (_request, reply) => {
      if (!existsSync(page)) return reply.callNotFound()
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', demoPolicy)
        .header('cache-control', 'no-cache')
        .send(readFileSync(page, 'utf8').replaceAll('{{channel}}', channelId()))
    })
    done()
  })
}
