import type { ClipboardEvent, KeyboardEvent, RefObject } from 'react'
import { longestText } from '#protocol/message'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'

interface Props {
  readonly ref: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly isNote: boolean
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
  const { ref, text, isNote, placeholder, listId, activeId, onText, onCaret, onKey, onSend, onEscape, onFiles } = props
  const { t } = useText()
  const sendBy = useWorkspace((state) => state.preferences.sendBy)
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
    <textarea
      ref={ref}
      className="composer-text"
      rows={1}
      value={text}
      maxLength={longestText * 2}
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
    />
  )
}
