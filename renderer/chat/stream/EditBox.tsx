import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { longestText, type MessageEntry } from '#protocol/message'
import { useAct } from '../../state/act'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { usePane, usePaneStore } from '../pane-state'
import { useStreamAround } from './stream-context'

/** The text of a reply while it is changed in its bubble. Refused, it stays as typed. */
export function EditBox({ entry }: { readonly entry: MessageEntry }) {
  const { t } = useText()
  const { row } = useStreamAround()
  const pane = usePaneStore()
  const act = useAct()
  const text = usePane(({ editing }) => (editing?.seq === entry.seq ? editing.text : entry.text))
  const [isLeaving, setLeaving] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const isSame = text.trim() === '' || text === entry.text
  const close = () => pane.setState({ editing: null })
  const change = (to: string) => ({ kind: 'message.edit', conversationId: row.id, seq: entry.seq, text: to }) as const
  const save = async () => {
    if (isSame || isLeaving) return
    setLeaving(true)
    const undo = { label: t('chat.acts.undo'), run: () => void act(change(entry.text)) }
    const reply = await act(change(text), { done: t('chat.stream.editDone'), undo })
    setLeaving(false)
    if (reply.ok) close()
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && !event.shiftKey) void save()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="edit-box">
      <textarea
        ref={field}
        className="input scroll"
        rows={Math.min(10, text.split('\n').length + 1)}
        maxLength={longestText}
        aria-label={t('chat.stream.editLabel')}
        value={text}
        onChange={(event) => pane.setState({ editing: { seq: entry.seq, text: event.target.value } })}
        onKeyDown={press}
      />
      <div className="edit-acts">
        <Button look="ghost" size="s" onClick={close}>
          {t('chat.stream.editCancel')}
        </Button>
        <Button look="ink" size="s" isDisabled={isSame || isLeaving} onClick={() => void save()}>
          {t('chat.stream.editDo')}
        </Button>
      </div>
    </div>
  )
}
