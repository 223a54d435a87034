import { useMemo } from 'react'
import { useBridge } from '../../bridge'
import { Highlight } from '../../ui/Highlight'
import { linkedText } from './linked-text'

interface Props {
  readonly text: string
  /** Words to mark; null = none. */
  readonly search: string | null
}

/** A text of a message: links open outside, words searched are marked, everything else stays text. */
export function LinkedText({ text, search }: Props) {
  const bridge = useBridge()
  const pieces = useMemo(() => {
    let at = 0
    return linkedText(text).map((piece) => {
      const here = at
      at += piece.text.length
      return { ...piece, at: here }
    })
  }, [text])
  const words = (piece: string) => (search === null ? piece : <Highlight text={piece} search={search} />)
  return pieces.map((piece) =>
    piece.kind === 'text' ? (
      <span key={piece.at}>{words(piece.text)}</span>
    ) : (
      <a
        key={piece.at}
        className="link"
        href={piece.href}
        target="_blank"
        rel="noopener noreferrer"
        dir="ltr"
        title={piece.href}
        onClick={(event) => {
          event.preventDefault()
          void bridge.openExternal({ url: piece.href })
        }}
      >
        {words(piece.text)}
      </a>
    ),
  )
}
