const opened: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'tel:'])

/** What may leave the app: addresses of the web, of mail and of phones. Everything else opens a program with somebody's words. */
export function externalAddress(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isClean = url.username === '' && url.password === ''
  return opened.has(url.protocol) && isClean ? url : null
}
