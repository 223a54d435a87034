import { findHits } from './hits'

interface Props {
  readonly text: string
  readonly search: string
  /** Around the first hit, for long texts in one line. */
  readonly around?: number
}

/** A text with what was searched for marked in it. */
export function Highlight({ text, search, around }: Props) {
  return findHits(text, search, around).map((piece) =>
    piece.isHit ? <mark key={piece.at}>{piece.text}</mark> : <span key={piece.at}>{piece.text}</span>,
  )
}
