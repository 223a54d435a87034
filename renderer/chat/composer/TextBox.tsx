import { type ClipboardEvent, type KeyboardEvent, type RefObject, useRef } from 'react'
import { longestText } from '#protocol/message'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import type { NotePiece } from './mentions'

interface Props {
  readonly ref: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  /** The same text in pieces, to tint those that are more than text. */
  readonly pieces: readonly NotePiece[]
  readonly isNote: boolean
  /** Nothing may be written now. */
  readonly isShut: boolean
  readonly placeholder: string
  /** The list that helps while it is open, and its chosen line. */
  readonly listId: string | null
  readonly activeId: string | null
  readonly onText: (text: string) => void
  readonly onCaret: (caret: number) => void
  /** True: the key was taken by the list. */
  readonly onKey: (event: KeyboardEvent) => boolean
  readonly onSend: () => void
  readonly onEscape: (() => void) | null
  readonly onFiles: (files: readonly File[]) => void
}

/** Sends by Enter or by Ctrl+Enter, as one prefers; the other one breaks the line. */
function sends(event: KeyboardEvent, sendBy: 'enter' | 'ctrlEnter'): boolean {
  // While an input method composes a word, Enter takes the word.
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return false
  return event.ctrlKey || event.metaKey || (sendBy === 'enter' && !event.altKey)
}

export function TextBox(props: Props) {
  const {
    ref,
    text,
    pieces,
    isNote,
    isShut,
    placeholder,
    listId,
    activeId,
    onText,
    onCaret,
    onKey,
    onSend,
    onEscape,
    onFiles,
  } = props
  const { t } = useText()
  const sendBy = useWorkspace((state) => state.preferences.sendBy)
  const mirror = useRef<HTMLDivElement>(null)
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (onKey(event)) return
    if (sends(event, sendBy)) {
      event.preventDefault()
      onSend()
    } else if (event.key === 'Escape' && onEscape !== null) {
      event.stopPropagation()
      onEscape()
    }
  }
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const files = [...event.clipboardData.files]
    // Office puts a picture of the text beside the text: then the text is meant.
    if (files.length === 0 || event.clipboardData.getData('text/plain') !== '') return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <div className="composer-field">
      <div ref={mirror} className="composer-text composer-mirror" aria-hidden="true">
        <Mirrored pieces={pieces} />
      </div>
      <textarea
        ref={ref}
        className="composer-text"
        rows={1}
        value={text}
        maxLength={longestText * 2}
        readOnly={isShut}
        placeholder={placeholder}
        aria-label={isNote ? t('chat.composer.noteLabel') : t('chat.composer.replyLabel')}
        aria-haspopup={isNote ? 'listbox' : undefined}
        aria-controls={listId ?? undefined}
        aria-activedescendant={activeId ?? undefined}
        onChange={(event) => {
          onText(event.target.value)
          onCaret(event.target.selectionStart)
        }}
        onSelect={(event) => onCaret(event.currentTarget.selectionStart)}
        onKeyDown={press}
        onPaste={paste}
        onScroll={(event) => mirror.current?.scrollTo({ top: event.currentTarget.scrollTop })}
      />
    </div>
  )
}

function Mirrored({ pieces }: { readonly pieces: readonly NotePiece[] }) {
  let at = 0
  return pieces.map((piece) => {
    const key = at
    at += piece.text.length
    return piece.kind === 'mention' ? <mark key={key}>{piece.text}</mark> : <span key={key}>{piece.text}</span>
  })
}
