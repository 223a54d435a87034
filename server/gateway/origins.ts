const isLoopback = (hostname: string) => hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)

/** Is this the hub's own origin? A hub on loopback is itself under each of loopback's names. */
function isOwnOrigin(origin: string, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false
  const own = new URL(publicUrl)
  const asked = new URL(origin)
  if (asked.origin === own.origin) return true
  return (
    isLoopback(own.hostname) && isLoopback(asked.hostname) && asked.port === own.port && asked.protocol === own.protocol
  )
}

/** Cookie sessions need our own Origin: another site's page carries the cookie, too. Token sessions may have none. */
export function mayUseSession(origin: string | undefined, publicUrl: string, by: 'cookie' | 'token'): boolean {
  return origin === undefined ? by === 'token' : isOwnOrigin(origin, publicUrl)
}
