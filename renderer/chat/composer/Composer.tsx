import { useCallback, useEffect, useId, useRef, useState } from 'react'
import type { Withdrawn } from '#preload/contract'
import { fileLimits } from '#protocol/attachment'
import type { Channel } from '#protocol/channel'
import type { Operator } from '#protocol/operator'
import type { Actor } from '#protocol/permissions'
import { useAction, useHubNow, useIsLive, useWorkspace } from '../../state/hooks'
import type { OpenedReady } from '../../state/opened-conversation'
import { useText } from '../../text/i18n'
import { cx } from '../../ui/class-names'
import { usePane, usePaneStore } from '../pane-state'
import { Chips } from './Chips'
import { ComposerBar } from './ComposerBar'
import { ComposerNotices } from './ComposerNotices'
import { ComposerQuote } from './ComposerQuote'
import { DropVeil } from './DropVeil'
import { EmojiPanel } from './EmojiPanel'
import { MentionList } from './MentionList'
import { obstacleTo } from './may-write'
import { type NotePiece, notePieces } from './mentions'
import { ReplyButtonRows } from './ReplyButtonRows'
import { StatusLine } from './StatusLine'
import { TextBox } from './TextBox'
import { useDroppedFiles, useFiles } from './use-files'
import { useMentions } from './use-mentions'
import { useReplyButtons } from './use-reply-buttons'
import { useSending } from './use-sending'
import { useWriting } from './use-writing'
import './composer.css'

const noOperators: readonly Operator[] = []
const noPieces: readonly NotePiece[] = []

/** How often it is looked whether the reply window has closed; the hub looks too. */
const windowStepMs = 15_000

interface Props {
  readonly ready: OpenedReady
  readonly actor: Actor
  readonly channel: Channel | null
}

/** Where one answers: a reply in white, a note in yellow; what is refused stays written. */
export function Composer({ ready, actor, channel }: Props) {
  const { t } = useText()
  const isLive = useIsLive()
  const operators = useWorkspace((state) => state.company?.operators ?? noOperators)
  const pane = usePaneStore()
  const id = useId()
  const { row } = ready
  const field = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState(0)
  const [isEmojiOpen, setEmojiOpen] = useState(false)
  const focus = useCallback(() => field.current?.focus(), [])
  const { files, chosen, voice, add, shrink, restore } = useFiles(row.id, channel)
  const takeBack = useCallback(
    (returned: Withdrawn['files']) => {
      files.giveBack(returned)
      focus()
    },
    [files, focus],
  )
  const writing = useWriting(row.id, takeBack)
  const now = useHubNow(windowStepMs)
  const obstacle = obstacleTo(actor, row, channel, now)
  // An observer has nothing but notes.
  const isNote = writing.isNote || obstacle === 'readOnly'
  const buttons = useReplyButtons(channel, row, { text: writing.text, isNote })
  const sending = useSending(ready, actor.id, { ...writing, isNote }, files, buttons.trouble !== null)
  const place = (text: string, at: number) => {
    writing.write(text)
    setCaret(at)
    focus()
    requestAnimationFrame(() => field.current?.setSelectionRange(at, at))
  }
  const mentions = useMentions({ text: writing.text, caret, isNote, me: actor.id, place })
  const replyToSeq = usePane((state) => state.replyToSeq)
  useEffect(() => (replyToSeq === null ? undefined : focus()), [replyToSeq, focus])
  // Whoever opens a conversation begins to write; on a phone the keyboard would hide what he came to read.
  useEffect(() => (matchMedia('(pointer: fine)').matches ? focus() : undefined), [focus])
  // What is written stays to be seen, but nothing can be added that cannot be sent.
  const isShut = !isNote && obstacle === 'window'
  const take = (given: readonly File[]) => (isNote || isShut ? undefined : add(given))
  useDroppedFiles(take)
  const turn = (next: boolean) => {
    writing.setNote(next)
    sending.clearProblem()
    focus()
  }
  useKeys(isNote, obstacle === 'readOnly' ? focus : () => turn(!isNote), focus)
  const write = (text: string) => {
    if (writing.text === '' && text !== '') sending.began()
    writing.write(text)
  }
  const insert = (words: string) => {
    const { selectionStart, selectionEnd } = field.current ?? { selectionStart: caret, selectionEnd: caret }
    place(
      writing.text.slice(0, selectionStart) + words + writing.text.slice(selectionEnd),
      selectionStart + words.length,
    )
  }
  const canSend = isNote || obstacle === null
  const send = () => (canSend ? void sending.send() : undefined)
  return (
    <div className="composer-wrap">
      {mentions.isOpen ? (
        <MentionList id={`${id}m`} people={mentions.people} at={mentions.at} onPick={mentions.pick} />
      ) : null}
      {isEmojiOpen ? (
        <EmojiPanel
          id={`${id}e`}
          onPick={(emoji) => {
            setEmojiOpen(false)
            insert(emoji)
          }}
          onClose={() => {
            setEmojiOpen(false)
            focus()
          }}
        />
      ) : null}
      <StatusLine row={row} channel={channel} me={actor.id} isNote={isNote} />
      <ComposerNotices
        ready={ready}
        writing={{ ...writing, isNote }}
        sending={sending}
        obstacle={obstacle}
        channel={channel}
        onSend={send}
      />
      <div className={cx('composer', isNote && 'composer-note')}>
        {replyToSeq === null || isNote ? null : (
          <ComposerQuote ready={ready} seq={replyToSeq} onCancel={() => pane.setState({ replyToSeq: null })} />
        )}
        {isNote ? null : (
          <Chips files={chosen} onRemove={(file) => files.remove(file)} onShrink={shrink} onRestore={restore} />
        )}
        <TextBox
          ref={field}
          text={writing.text}
          pieces={isNote ? notePieces(writing.text, operators) : noPieces}
          isNote={isNote}
          isShut={isShut}
          placeholder={t(placeholderOf(isNote, isShut, isLive, row.place !== null), { name: row.contactName })}
          listId={mentions.isOpen ? `${id}m` : null}
          activeId={mentions.isOpen ? `${id}m-${mentions.at}` : null}
          onText={write}
          onCaret={setCaret}
          onKey={mentions.onKey}
          onSend={send}
          onEscape={sending.answer === null ? null : sending.dismissAnswer}
          onFiles={take}
        />
        {isNote ? null : <ReplyButtonRows {...buttons} />}
        <ComposerBar
          {...{ isNote, isShut, channel, canSend, voice, buttons }}
          text={writing.text}
          isReplyPossible={obstacle !== 'readOnly'}
          hasFiles={chosen.some((file) => file.state.kind === 'staged')}
          onNote={turn}
          emojiId={`${id}e`}
          isEmojiOpen={isEmojiOpen}
          onEmoji={() => setEmojiOpen(!isEmojiOpen)}
          onFiles={take}
          onSend={send}
        />
      </div>
      <DropVeil
        limit={Math.min(fileLimits.bytes, channel?.capabilities.fileBytes ?? fileLimits.bytes)}
        isNote={isNote}
      />
    </div>
  )
}

function useKeys(isNote: boolean, turn: () => void, focus: () => void): void {
  const { t } = useText()
  useAction({
    id: 'conversation.note',
    title: isNote ? t('chat.composer.reply') : t('chat.composer.note'),
    group: 'conversation',
    keys: 'mod+shift+m',
    run: turn,
  })
  useAction({
    id: 'conversation.write',
    title: t('chat.composer.write'),
    group: 'conversation',
    keys: 'alt+r',
    run: focus,
  })
}

function placeholderOf(isNote: boolean, isShut: boolean, isLive: boolean, isPublic: boolean) {
  if (isNote) return 'chat.composer.placeholderNote'
  if (isShut) return 'chat.window.placeholder'
  if (isLive && isPublic) return 'chat.composer.placeholderPublic'
  return isLive ? 'chat.composer.placeholder' : 'chat.composer.placeholderQueue'
}
