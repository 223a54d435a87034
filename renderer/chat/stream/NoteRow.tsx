import { Lock } from 'lucide-react'
import { useMemo } from 'react'
import { useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { cx } from '../../ui/class-names'
import { notePieces } from '../composer/mentions'
import { usePane } from '../pane-state'
import { LinkedText } from './LinkedText'
import { useStreamAround } from './stream-context'
import type { StreamItem } from './stream-items'

/** Yellow, with a lock: it must never be mistaken for a message. */
export function NoteRow({ item }: { readonly item: Extract<StreamItem, { kind: 'note' }> }) {
  const { entry } = item
  const { t, format } = useText()
  const { me, people } = useStreamAround()
  const isHit = usePane(({ spotlight }) => entry.seq === spotlight?.seq)
  const name = entry.operatorId === me ? t('chat.stream.you') : people.operator(entry.operatorId)
  return (
    <div className={item.isJoined ? 'note-row-joined' : 'note-row'}>
      <div className={cx('note', isHit && 'note-hit')} role="note" aria-label={t('chat.stream.note', { name })}>
        <div className="who">
          <Lock className="icon icon-s" aria-hidden="true" />
          <span>{t('chat.stream.note', { name })}</span>
          <time>{format.clock(entry.at)}</time>
        </div>
        <NoteText text={entry.text} />
      </div>
    </div>
  )
}

export function NoteText({ text }: { readonly text: string }) {
  const { search } = useStreamAround()
  const operators = useWorkspace((state) => state.company?.operators)
  const pieces = useMemo(() => {
    let at = 0
    return notePieces(text, operators ?? []).map((piece) => {
      const here = at
      at += piece.text.length
      return { ...piece, at: here }
    })
  }, [text, operators])
  return (
    <span className="bubble-text">
      {pieces.map((piece) =>
        piece.kind === 'mention' ? (
          <span key={piece.at} className="at">
            {piece.text}
          </span>
        ) : (
          <LinkedText key={piece.at} text={piece.text} search={search} />
        ),
      )}
    </span>
  )
}
