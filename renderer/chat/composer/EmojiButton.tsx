import { EmojiPicker } from 'frimousse'
import { Smile } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../../text/i18n'
import { IconButton } from '../../ui/IconButton'
import { Popover } from '../../ui/Popover'

interface Props {
  readonly onPick: (emoji: string) => void
}

/** Names and groups of emoji come from our own files; nothing is asked of the network. */
const emojiFiles = () => new URL('emoji', document.baseURI).href

export function EmojiButton({ onPick }: Props) {
  const { t, language } = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      align="start"
      side="top"
      label={t('chat.composer.emojiLabel')}
      trigger={
        <IconButton label={t('chat.composer.emoji')} side="top" icon={<Smile className="icon" aria-hidden="true" />} />
      }
    >
      <EmojiPicker.Root
        className="emoji"
        locale={language}
        columns={9}
        emojibaseUrl={emojiFiles()}
        onEmojiSelect={({ emoji }) => {
          setOpen(false)
          onPick(emoji)
        }}
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
          <EmojiPicker.List
            components={{
              CategoryHeader: ({ category, ...props }) => (
                <div {...props} className="emoji-head">
                  {category.label}
                </div>
              ),
              Row: ({ children, ...props }) => (
                <div {...props} className="emoji-row">
                  {children}
                </div>
              ),
              Emoji: ({ emoji, ...props }) => (
                <button {...props} className="emoji-one" data-active={emoji.isActive ? '' : undefined}>
                  {emoji.emoji}
                </button>
              ),
            }}
          />
        </EmojiPicker.Viewport>
      </EmojiPicker.Root>
    </Popover>
  )
}
