import { find } from 'linkifyjs'

export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }

const allowed = new Set(['http:', 'https:', 'mailto:', 'tel:'])
const phone = /(?<![\d\w+])\+\d(?:[ ()\-–]{0,2}\d){9,13}(?!\d)/g

/** Only addresses a person may follow: the parsed scheme decides, not how the text looks. */
function safeHref(href: string): string | null {
  try {
    return allowed.has(new URL(href).protocol) ? href : null
  } catch {
    return null
  }
}

/**
 * Characters that turn the direction of writing can show one address and lead to another; a link that holds one stays text.
 */
const turnsDirection = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** No address may hold these (RFC 3986); people and markup put them around one. */
const aroundAddresses = /[<>"]/
const upToThem = (text: string) => text.split(aroundAddresses, 1)[0] ?? ''

interface Found {
  readonly start: number
  readonly end: number
  readonly href: string
}

function addresses(text: string): readonly Found[] {
  const links: Found[] = []
  for (const token of find(text, { defaultProtocol: 'https' })) {
    const href = safeHref(upToThem(token.href))
    const end = token.start + upToThem(token.value).length
    if (href !== null && !turnsDirection.test(token.value)) links.push({ start: token.start, end, href })
  }
  for (const match of text.matchAll(phone)) {
    const end = match.index + match[0].length
    const isFree = links.every((link) => link.end <= match.index || link.start >= end)
    if (isFree) links.push({ start: match.index, end, href: `tel:+${match[0].replaceAll(/\D/g, '')}` })
  }
  return links.toSorted((one, other) => one.start - other.start)
}

/** Cuts a text into plain pieces and links (http, https, mailto, tel). */
export function linkedText(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let done = 0
  for (const link of addresses(text)) {
    if (link.start > done) pieces.push({ kind: 'text', text: text.slice(done, link.start) })
    pieces.push({ kind: 'link', text: text.slice(link.start, link.end), href: link.href })
    done = link.end
  }
  if (done < text.length) pieces.push({ kind: 'text', text: text.slice(done) })
  return pieces
}
