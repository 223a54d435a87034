/**
 * What was typed as an origin: `hub.company.ru` is https, a name of this machine http. Null when it is no address.
 * A whole link of the hub is an address too.
 */
export function hubAddress(typed: string): string | null {
  const text = typed.trim()
  if (text === '' || /\s/u.test(text)) return null
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/u.test(text)
  const whole = /^[a-z][a-z\d+.-]*:\/\//iu.test(text) ? text : `${isLocal ? 'http' : 'https'}://${text}`
  if (!URL.canParse(whole)) return null
  const url = new URL(whole)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && url.hostname !== '' && url.username === '' ? url.origin : null
}

/** How an address is shown: without the scheme everybody has. */
export const shownAddress = (origin: string): string => origin.replace(/^https:\/\//u, '')
