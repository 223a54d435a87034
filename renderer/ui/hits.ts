/** Letter by letter, so that places in the folded text are places in the text: ё equals е, case does not matter. */
const fold = (text: string): string =>
  [...text].map((letter) => (letter === 'ё' || letter === 'Ё' ? 'е' : sameLength(letter))).join('')

function sameLength(letter: string): string {
  const low = letter.toLowerCase()
  return low.length === letter.length ? low : letter
}

export interface Piece {
  /** Where it begins in the text. */
  readonly at: number
  readonly text: string
  readonly isHit: boolean
}

/** Splits a text into pieces that match one of the words searched and pieces that do not. */
export function findHits(text: string, search: string, around?: number): readonly Piece[] {
  const words = fold(search.trim())
    .split(/\s+/u)
    .filter((word) => word !== '')
  const folded = fold(text)
  const marked = new Uint8Array(text.length)
  for (const word of words) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
      marked.fill(1, at, at + word.length)
    }
  }
  const first = marked.indexOf(1)
  const from = around === undefined || first <= around ? 0 : first - around
  const pieces: Piece[] = from === 0 ? [] : [{ at: -1, text: '…', isHit: false }]
  for (let at = from; at < text.length; ) {
    let end = at
    while (end < text.length && marked[end] === marked[at]) end += 1
    pieces.push({ at, text: text.slice(at, end), isHit: marked[at] === 1 })
    at = end
  }
  return pieces
}
