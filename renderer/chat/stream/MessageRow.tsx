import { Bot } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MessageEntry } from '#protocol/message'
import { useChannel } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Avatar } from '../../ui/Avatar'
import { cx } from '../../ui/class-names'
import { OperatorAvatar } from '../../ui/OperatorAvatar'
import { Attachments, isMedia } from '../attachments/Attachments'
import { usePane } from '../pane-state'
import { authorName, colleagueName } from './author-name'
import { EditBox } from './EditBox'
import { FailedLine } from './FailedLine'
import { LinkedText } from './LinkedText'
import { MessageActs } from './MessageActs'
import { MessageMarks } from './MessageMarks'
import { Quote } from './Quote'
import { ReplyButtons } from './ReplyButtons'
import { Stamp } from './Stamp'
import { useStreamAround } from './stream-context'
import type { StreamItem } from './stream-items'

type Item = Extract<StreamItem, { kind: 'message' }>

export function MessageRow({ item }: { readonly item: Item }) {
  const { row, people } = useStreamAround()
  const { t } = useText()
  const entry = item.entries[0]
  const last = item.entries[item.entries.length - 1] ?? entry
  const isContact = entry.author.kind === 'contact'
  return (
    <div className={cx('msg', !isContact && 'msg-out', item.isJoined && 'msg-joined')}>
      {isContact && item.isLastOfRun ? (
        <Avatar id={row.contactId} name={authorName(entry.author, row, people, t)} size={24} />
      ) : null}
      {isContact && !item.isLastOfRun ? <span className="msg-pad" /> : null}
      <div className="msg-body">
        <Bubble item={item} last={last} />
        <MessageMarks entry={entry} />
        <ReplyButtons entry={last} />
        <FailedLine entry={last} />
        <MessageActs entry={entry} />
      </div>
    </div>
  )
}

function Bubble({ item, last }: { readonly item: Item; readonly last: MessageEntry }) {
  const { me, search } = useStreamAround()
  const isEdited = usePane(({ editing }) => editing?.seq === item.entries[0].seq)
  const isHit = usePane(({ spotlight }) => item.entries.some((entry) => entry.seq === spotlight?.seq))
  const entry = item.entries[0]
  const attachments = item.entries.flatMap((one) => one.attachments)
  const text = item.entries.map((one) => one.text).find((one) => one !== '') ?? ''
  const hasMedia = attachments.some(isMedia)
  const isBare = hasMedia && text === '' && attachments.every(isMedia)
  return (
    <div className={cx('bubble', toneOf(entry, last, me), hasMedia && 'bubble-media', isHit && 'bubble-hit')}>
      <Who item={item} />
      {entry.replyToSeq === null ? null : <Quote seq={entry.replyToSeq} />}
      <Attachments attachments={attachments} />
      <div className={hasMedia && !isBare ? 'bubble-caption' : 'contents'}>
        {isEdited ? <EditBox entry={entry} /> : null}
        {text === '' || isEdited ? null : (
          <span className={cx('bubble-text', entry.deleted !== null && 'bubble-text-deleted')}>
            <LinkedText text={text} search={search} />
          </span>
        )}
        <Stamp entry={last} isOver={isBare} />
      </div>
    </div>
  )
}

function toneOf(entry: MessageEntry, last: MessageEntry, me: string): string {
  if (last.delivery?.status === 'failed') return 'bubble-failed'
  switch (entry.author.kind) {
    case 'contact':
      return ''
    case 'operator':
      return entry.author.operatorId === me ? 'bubble-mine' : 'bubble-colleague'
    case 'elsewhere':
      return 'bubble-colleague'
    case 'bot':
    case 'automatic':
      return 'bubble-bot'
  }
}

/** Above the first bubble of a run: the colleague, the bot, in a group the person. */
function Who({ item }: { readonly item: Item }): ReactNode {
  const { row, me, people } = useStreamAround()
  const { t } = useText()
  const channel = useChannel(row.channelId)
  const { author } = item.entries[0]
  if (item.isJoined) return null
  switch (author.kind) {
    case 'contact':
      return row.isGroup ? <div className="who">{author.name ?? row.contactName}</div> : null
    case 'operator':
      return author.operatorId === me ? null : (
        <div className="who">
          <OperatorAvatar id={author.operatorId} name={people.operator(author.operatorId)} size={20} />
          {colleagueName(author, row, people, t)}
        </div>
      )
    case 'elsewhere': {
      const messenger = channel === null ? '' : t(`common.messenger.${channel.messenger}`)
      const { name } = author
      const said =
        name === null ? t('chat.stream.elsewhere', { messenger }) : t('chat.stream.elsewhereBy', { name, messenger })
      return <div className="who">{said}</div>
    }
    case 'bot':
    case 'automatic':
      return (
        <div className="who">
          <Bot className="icon icon-s" aria-hidden="true" />
          {authorName(author, row, people, t)}
        </div>
      )
  }
}
