import { extname, join, normalize, sep } from 'node:path'

/** What our pages are made of; a file of any other kind is not served. */
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

/** The file a path of our pages means, with its type; null for whatever lies outside. Pure. */
export function pageFile(root: string, pathname: string): { readonly file: string; readonly type: string } | null {
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (path.includes('\0') || path.includes('\\')) return null
  const file = normalize(join(root, path))
  const type = types[extname(file)]
  return file.startsWith(root + sep) && type !== undefined ? { file, type } : null
}
