import { EmojiPicker, type EmojiPickerListComponents } from 'frimousse'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { useText } from '../../text/i18n'

interface Props {
  readonly id: string
  readonly onPick: (emoji: string) => void
  readonly onClose: () => void
}

/** Names and groups of emoji come from our own files; nothing is asked of the network. */
const emojiFiles = () => new URL('emoji', document.baseURI).href
const cellWidth = 35

/** Stands in the flow over the field, as wide as it: what the contact wrote last stays in sight. */
export function EmojiPanel({ id, onPick, onClose }: Props) {
  const { t, language } = useText()
  const panel = useRef<HTMLElement>(null)
  const [columns, setColumns] = useState(9)
  useLayoutEffect(() => {
    const width = panel.current?.clientWidth ?? 0
    if (width > 0) setColumns(Math.max(6, Math.floor((width - 24) / cellWidth)))
  }, [])
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <section ref={panel} id={id} className="pop emoji" aria-label={t('chat.composer.emojiLabel')} onKeyDown={press}>
      <EmojiPicker.Root
        className="emoji-root"
        locale={language}
        columns={columns}
        emojibaseUrl={emojiFiles()}
        onEmojiSelect={({ emoji }) => onPick(emoji)}
      >
        <div className="emoji-search">
          <EmojiPicker.Search
            className="input"
            aria-label={t('chat.composer.emojiSearch')}
            placeholder={t('chat.composer.emojiSearch')}
            autoFocus
          />
        </div>
        <EmojiPicker.Viewport className="emoji-view" tabIndex={0}>
          <EmojiPicker.Loading className="emoji-none">{t('chat.composer.emojiLoading')}</EmojiPicker.Loading>
          <EmojiPicker.Empty className="emoji-none">{t('chat.composer.emojiNone')}</EmojiPicker.Empty>
          <EmojiPicker.List components={parts} />
        </EmojiPicker.Viewport>
      </EmojiPicker.Root>
    </section>
  )
}

/** The picker counts rows and columns from 0, ARIA from 1. */
const fromOne = <Props extends { 'aria-rowindex'?: number | undefined; 'aria-colindex'?: number | undefined }>(
  props: Props,
): Props => ({
  ...props,
  ...(props['aria-rowindex'] === undefined ? {} : { 'aria-rowindex': props['aria-rowindex'] + 1 }),
  ...(props['aria-colindex'] === undefined ? {} : { 'aria-colindex': props['aria-colindex'] + 1 }),
})

const parts: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className="emoji-head">
      {category.label}
    </div>
  ),
  Row: ({ children, ...props }) => (
    <div {...fromOne(props)} className="emoji-row">
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...props }) => (
    <button {...fromOne(props)} className="emoji-one" data-active={emoji.isActive ? '' : undefined}>
      {emoji.emoji}
    </button>
  ),
}
