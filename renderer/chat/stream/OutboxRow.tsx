import { CircleAlert, Clock, Lock } from 'lucide-react'
import { useState } from 'react'
import { useBridge } from '../../bridge'
import { useChanges, useIsLive, useWorkspace } from '../../state/hooks'
import type { OutboxItem } from '../../state/workspace-state'
import { useText } from '../../text/i18n'
import { refusalText } from '../../text/refusal'
import { cx } from '../../ui/class-names'
import { useToasts } from '../../ui/Toast'
import { FileSign } from '../attachments/FileSign'
import { usePaneStore } from '../pane-state'
import { LinkedText } from './LinkedText'
import { NoteText } from './NoteRow'
import { Quote } from './Quote'
import type { StreamItem } from './stream-items'

type Item = Extract<StreamItem, { kind: 'outbox' }>

/** What exists here and not there yet: white with a petrol edge and a clock. A refused one is red and says why. */
export function OutboxRow({ item }: { readonly item: Item }) {
  const { t, format } = useText()
  const isLive = useIsLive()
  const { command, state, createdAt, files } = item.item
  const isNote = command.kind === 'note.add'
  const isRefused = state.kind === 'refused'
  const word = isRefused ? t('chat.delivery.refused') : isLive ? t('common.delivery.sending') : t('chat.delivery.waits')
  const Sign = isRefused ? CircleAlert : Clock
  return (
    <div className={cx('msg msg-out', item.isJoined && 'msg-joined')}>
      <div className="msg-body">
        <div className={cx('bubble', isNote ? 'bubble-note' : 'bubble-queued', isRefused && 'bubble-failed')}>
          {isNote ? (
            <div className="who">
              <Lock className="icon icon-s" aria-hidden="true" />
              {t('chat.stream.note', { name: t('chat.stream.you') })}
            </div>
          ) : null}
          {command.kind === 'message.send' && command.replyToSeq !== null ? <Quote seq={command.replyToSeq} /> : null}
          {files.map((file) => (
            <Leaving key={file.key} file={file} />
          ))}
          {command.text === '' ? null : isNote ? (
            <NoteText text={command.text} />
          ) : (
            <span className="bubble-text">
              <LinkedText text={command.text} search={null} />
            </span>
          )}
          <span className={cx('stamp', isRefused && 'stamp-failed')} title={word}>
            <time>{format.clock(createdAt)}</time>
            <span className="sr-only">{word}</span>
            <Sign className="icon" aria-hidden="true" />
          </span>
        </div>
        {command.kind === 'message.send' && command.buttons !== undefined ? (
          <div className="reply-buttons">
            {command.buttons.map(({ label }) => (
              <span key={label} className="reply-button">
                <span className="cut">{label}</span>
              </span>
            ))}
          </div>
        ) : null}
        <OutboxActs item={item.item} isLast={item.isLast} />
      </div>
    </div>
  )
}

/** A file on its way to the hub, with how much of it is there. */
function Leaving({ file }: { readonly file: OutboxItem['files'][number] }) {
  const { t, format } = useText()
  const [share, setShare] = useState<number | null>(null)
  useChanges((changes) => {
    for (const change of changes)
      if (change.kind === 'upload' && change.key === file.key) setShare(change.sent / Math.max(1, change.size))
  })
  return (
    <span className="file">
      <span className="file-sign">
        <FileSign mediaType={file.mediaType} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="cut block" title={file.name}>
          {file.name}
        </span>
        <span className="file-line">
          {format.size(file.size)}
          {share === null ? null : ` · ${t('chat.composer.uploading', { percent: Math.floor(share * 100) })}`}
        </span>
      </span>
    </span>
  )
}

function OutboxActs({ item, isLast }: { readonly item: OutboxItem; readonly isLast: boolean }) {
  const { t, format } = useText()
  const bridge = useBridge()
  const pane = usePaneStore()
  const { show } = useToasts()
  const isLive = useIsLive()
  const waiting = useWorkspace(
    (state) => state.outbox.filter((one) => one.conversationId === item.conversationId).length,
  )
  const withdraw = async () => {
    const outcome = await bridge.withdraw({ id: item.id })
    if (!outcome.ok) show(t('chat.outbox.alreadyLeft'))
    else pane.setState({ returned: outcome.value })
  }
  if (item.state.kind === 'refused') {
    return (
      <div className="fail">
        <span>{refusalText(t, format, item.state.refusal)}</span>
        <span className="fail-acts">
          <button type="button" className="btn-link" onClick={() => void withdraw()}>
            {t('chat.outbox.edit')}
          </button>
          <button type="button" className="btn-link" onClick={() => void bridge.sendAgain({ id: item.id })}>
            {t('chat.outbox.again')}
          </button>
        </span>
      </div>
    )
  }
  // While connected it leaves within a blink; a line that flashes would only worry.
  if (isLive) return null
  return (
    <div className="fail fail-quiet">
      {isLast ? <span>{t('chat.outbox.inOrder', { count: waiting })}</span> : null}
      {item.state.kind === 'queued' ? (
        <button type="button" className="btn-link" onClick={() => void withdraw()}>
          {t('chat.outbox.withdraw')}
        </button>
      ) : null}
    </div>
  )
}
