import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pageFile } from './page-file'

const root = join(sep, 'app', 'renderer')

describe('the app: pages', () => {
  it('serves what was built', () => {
    expect(pageFile(root, '/index.html')).toEqual({ file: join(root, 'index.html'), type: 'text/html; charset=utf-8' })
    expect(pageFile(root, '/assets/desktop-1.js')?.file).toBe(join(root, 'assets', 'desktop-1.js'))
  })

  it.each([
    '/../main/index.js',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/main/index.js',
    '/..\\main\\index.js',
    '/assets/%00.js',
    '/%E0%A4%A',
    '/assets',
    '/secret.pem',
  ])('has nothing at %s', (path) => {
    expect(pageFile(root, path)).toBeNull()
  })
})
