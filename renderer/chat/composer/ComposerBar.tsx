import { CornerDownLeft, Lock, Mic, Paperclip, RectangleEllipsis, Smile } from 'lucide-react'
import { useRef } from 'react'
import type { Channel } from '#protocol/channel'
import { longestText } from '#protocol/message'
import { useIsLive, useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { cx } from '../../ui/class-names'
import { IconButton } from '../../ui/IconButton'
import { Segmented } from '../../ui/Segmented'
import { hasRoomFor } from './reply-buttons'
import { textLength } from './text-length'
import type { ReplyButtonsChoice } from './use-reply-buttons'
import type { Voice } from './voice/use-voice'
import { VoiceStrip } from './voice/VoiceStrip'

interface Props {
  readonly text: string
  readonly isNote: boolean
  readonly isReplyPossible: boolean
  readonly channel: Channel | null
  readonly canSend: boolean
  /** Nothing may be added to a reply now. */
  readonly isShut: boolean
  readonly hasFiles: boolean
  readonly onNote: (isNote: boolean) => void
  /** The panel of emoji, by its id while it is open. */
  readonly emojiId: string
  readonly isEmojiOpen: boolean
  readonly onEmoji: () => void
  readonly onFiles: (files: readonly File[]) => void
  readonly voice: Voice
  readonly buttons: ReplyButtonsChoice
  readonly onSend: () => void
}

/** Below the text: to whom, what to add, how much is left, and the one ink button of the view. */
export function ComposerBar(props: Props) {
  const { text, isNote, isShut, isReplyPossible, channel, canSend, hasFiles } = props
  const { onNote, onFiles, voice, buttons, onSend } = props
  const { t } = useText()
  const trouble = useTrouble(buttons)
  const length = textLength(text, isNote ? longestText : (channel?.capabilities.textLimit ?? longestText))
  const isEmpty = text.trim() === '' && (isNote || !hasFiles)
  const reply = { value: 'reply' as const, label: t('chat.composer.reply') }
  const note = {
    value: 'note' as const,
    label: t('chat.composer.note'),
    icon: <Lock className="icon icon-xs" aria-hidden="true" />,
  }
  if (voice.state.kind === 'recording') return <VoiceStrip voice={voice} since={voice.state.since} />
  return (
    <div className="composer-bar">
      <Segmented
        label={t('chat.composer.to')}
        value={isNote ? 'note' : 'reply'}
        options={isReplyPossible ? [reply, note] : [note]}
        onChange={(value) => onNote(value === 'note')}
      />
      <span className="composer-sep" />
      <FileButton isNote={isNote} isShut={isShut} channel={channel} onFiles={onFiles} />
      <VoiceButton isNote={isNote} isShut={isShut} channel={channel} voice={voice} />
      <ButtonsButton isNote={isNote} isShut={isShut} buttons={buttons} />
      <IconButton
        label={t('chat.composer.emoji')}
        side="top"
        reason={isShut ? t('chat.window.placeholder') : null}
        icon={<Smile className="icon" aria-hidden="true" />}
        aria-expanded={props.isEmojiOpen}
        aria-controls={props.isEmojiOpen ? props.emojiId : undefined}
        onClick={props.onEmoji}
      />
      <span className="composer-send">
        <Counter length={length} />
        <SendButton
          isNote={isNote}
          isDisabled={isEmpty || !canSend}
          reason={length.kind === 'over' ? t('chat.composer.overLong') : trouble}
          onSend={onSend}
        />
      </span>
    </div>
  )
}

function Counter({ length }: { readonly length: ReturnType<typeof textLength> }) {
  const { t } = useText()
  if (length.kind === 'quiet') return null
  const words = {
    left: () => (length.kind === 'left' ? t('chat.composer.left', { left: length.left }) : ''),
    parts: () => (length.kind === 'parts' ? t('chat.composer.parts', { count: length.parts }) : ''),
    over: () => (length.kind === 'over' ? t('chat.composer.over', { by: length.by }) : ''),
  }[length.kind]()
  return (
    <span className={cx('composer-count', length.kind === 'over' && 'composer-count-over')} role="status">
      {words}
    </span>
  )
}

interface SendProps {
  readonly isNote: boolean
  readonly isDisabled: boolean
  readonly reason: string | null
  readonly onSend: () => void
}

function SendButton({ isNote, isDisabled, reason, onSend }: SendProps) {
  const { t } = useText()
  const isLive = useIsLive()
  const sendBy = useWorkspace((state) => state.preferences.sendBy)
  const word = isNote ? t('chat.composer.add') : isLive ? t('chat.composer.send') : t('chat.composer.queue')
  return (
    <Button
      look="ink"
      isDisabled={isDisabled}
      reason={reason}
      aria-label={word}
      aria-keyshortcuts={sendBy === 'enter' ? 'Enter' : 'Control+Enter'}
      onClick={onSend}
    >
      <span className="composer-word">{word}</span>
      {sendBy === 'enter' ? null : <kbd className="composer-word">Ctrl</kbd>}
      <CornerDownLeft className="icon icon-s" aria-hidden="true" />
    </Button>
  )
}

interface VoiceProps {
  readonly isNote: boolean
  readonly isShut: boolean
  readonly channel: Channel | null
  readonly voice: Voice
}

function VoiceButton({ isNote, isShut, channel, voice }: VoiceProps) {
  const { t } = useText()
  const takesVoice = channel !== null && (channel.capabilities.voice || channel.capabilities.files)
  const notTaken = takesVoice ? null : t('chat.composer.fileNotTaken')
  const reason = isNote ? t('chat.voice.notInNote') : isShut ? t('chat.window.placeholder') : notTaken
  return (
    <IconButton
      label={t('chat.voice.record')}
      side="top"
      reason={reason}
      icon={<Mic className="icon" aria-hidden="true" />}
      aria-busy={voice.state.kind === 'working' || undefined}
      onClick={voice.state.kind === 'idle' ? voice.start : undefined}
    />
  )
}

/** Why the buttons cannot go as they are. */
function useTrouble({ trouble, limits: { label: limit, most } }: ReplyButtonsChoice): string | null {
  const { t } = useText()
  return trouble === null ? null : t(`chat.composer.buttons.problem.${trouble.problem}`, { limit, most })
}

interface ButtonsProps {
  readonly isNote: boolean
  readonly isShut: boolean
  readonly buttons: ReplyButtonsChoice
}

/** Only where the messenger has buttons at all: what is never there needs no explaining. */
function ButtonsButton({ isNote, isShut, buttons }: ButtonsProps) {
  const { t } = useText()
  const { limits, chosen, add } = buttons
  if (limits.kinds.length === 0) return null
  const full = hasRoomFor(chosen, limits) ? null : t('chat.composer.buttons.full')
  return (
    <IconButton
      label={t('chat.composer.buttons.add')}
      side="top"
      reason={isNote ? t('chat.composer.buttons.notInNote') : isShut ? t('chat.window.placeholder') : full}
      icon={<RectangleEllipsis className="icon" aria-hidden="true" />}
      onClick={add}
    />
  )
}

interface FileProps {
  readonly isNote: boolean
  readonly isShut: boolean
  readonly channel: Channel | null
  readonly onFiles: (files: readonly File[]) => void
}

function FileButton({ isNote, isShut, channel, onFiles }: FileProps) {
  const { t } = useText()
  const input = useRef<HTMLInputElement>(null)
  const takesFiles = channel !== null && (channel.capabilities.files || channel.capabilities.pictures)
  const notTaken = takesFiles ? null : t('chat.composer.fileNotTaken')
  const reason = isNote ? t('chat.composer.fileNotInNote') : isShut ? t('chat.window.placeholder') : notTaken
  return (
    <>
      <IconButton
        label={t('chat.composer.file')}
        side="top"
        reason={reason}
        icon={<Paperclip className="icon" aria-hidden="true" />}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={channel?.capabilities.files === false ? 'image/png,image/jpeg,image/gif,image/webp' : undefined}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          // The same file may be chosen again after it was taken out.
          event.target.value = ''
        }}
      />
    </>
  )
}
