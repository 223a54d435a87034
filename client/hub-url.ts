/** Name or address, and a port; nothing else belongs into a hub's address. */
const host = /^([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?$/i
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/**
 * A hub's address as people type it: `pult.shop.ru`, `localhost:8080`, `https://pult.shop.ru/`. Without a scheme it is https, and
 * http for this computer only. Null when it is no address.
 */
export function parseHubUrl(typed: string): string | null {
  const [, scheme, rest] = /^(?:(https?):\/\/)?([^/?#]*)(?:[/?#].*)?$/i.exec(typed.trim()) ?? []
  if (rest === undefined || !host.test(rest)) return null
  return `${scheme?.toLowerCase() ?? (loopback.test(rest) ? 'http' : 'https')}://${rest.toLowerCase()}`
}

/** The hub a one-time link belongs to; null for a code alone. */
export const hubUrlOfLink = (link: string): string | null =>
  link.includes('/join/') ? parseHubUrl(link.split(/\/#?\/?join\//)[0] ?? '') : null
