/** A piece of a text: words, or a link with what it shows. */
export interface Piece {
  readonly text: string
  /** Null for words. Only https, http and mailto are ever made. */
  readonly href: string | null
}

const candidate = /https?:\/\/[^\s<>"]+|www\.[^\s<>"]+\.[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi

/** Belongs to the sentence, not to the link; a closing bracket stays when the link opens one. */
const trailing = /[.,;:!?…'"»”)\]}]$/

/** Cuts a text into words and links. Text stays text: nothing in it is ever markup. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let done = 0
  for (const match of text.matchAll(candidate)) {
    const shown = withoutTrailing(match[0])
    const href = hrefOf(shown)
    if (href === null) continue
    if (match.index > done) pieces.push({ text: text.slice(done, match.index), href: null })
    pieces.push({ text: shown, href })
    done = match.index + shown.length
  }
  if (done < text.length) pieces.push({ text: text.slice(done), href: null })
  return pieces
}

function withoutTrailing(link: string): string {
  let shown = link
  while (trailing.test(shown) && !(shown.endsWith(')') && shown.includes('('))) shown = shown.slice(0, -1)
  return shown
}

/** Where a link leads; null for one that leads nowhere a visitor should be sent. */
export function hrefOf(shown: string): string | null {
  if (!/^(https?:|www\.)/i.test(shown)) return /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(shown) ? `mailto:${shown}` : null
  const address = /^www\./i.test(shown) ? `https://${shown}` : shown
  return URL.canParse(address) ? new URL(address).href : null
}
