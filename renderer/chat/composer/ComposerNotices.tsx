import type { Channel } from '#protocol/channel'
import { can } from '#protocol/permissions'
import { useActor, useIsLive, useWorkspace } from '../../state/hooks'
import type { OpenedReady } from '../../state/opened-conversation'
import { usePeople } from '../../state/people'
import { useText } from '../../text/i18n'
import { useConversationActs } from '../acts/use-conversation-acts'
import { authorName } from '../stream/author-name'
import { ComposerNotice } from './ComposerNotice'
import type { Obstacle } from './may-write'
import { becomeObservers, mentionsIn } from './mentions'
import { WindowClosed } from './ReplyWindowNotice'
import type { Sending } from './use-sending'
import type { Writing } from './use-writing'

interface Props {
  readonly ready: OpenedReady
  readonly writing: Writing
  readonly sending: Sending
  readonly obstacle: Obstacle | null
  readonly channel: Channel | null
  readonly onSend: () => void
}

/** At most what concerns this moment: a refusal, somebody who was faster, what stands in the way, who will see the note. */
export function ComposerNotices({ ready, writing, sending, obstacle, channel, onSend }: Props) {
  return (
    <>
      {sending.problem === null ? null : <ComposerNotice tone="danger">{sending.problem}</ComposerNotice>}
      {sending.answer === null ? null : <Faster ready={ready} sending={sending} onSend={onSend} />}
      {writing.isNote ? (
        <NewObservers ready={ready} text={writing.text} />
      ) : (
        <InTheWay ready={ready} obstacle={obstacle} channel={channel} />
      )}
      {obstacle === 'readOnly' ? <ReadOnly /> : null}
    </>
  )
}

function ReadOnly() {
  const { t } = useText()
  return <ComposerNotice tone="info">{t('chat.composer.readOnly')}</ComposerNotice>
}

function Faster({ ready, sending, onSend }: { ready: OpenedReady; sending: Sending; onSend: () => void }) {
  const { t } = useText()
  const people = usePeople()
  const { answer } = sending
  if (answer === null) return null
  const name = authorName(answer.author, ready.row, people, t)
  return (
    <ComposerNotice
      tone="warn"
      acts={[
        { label: t('chat.composer.keepDraft'), run: sending.dismissAnswer },
        { label: t('chat.composer.sendAnyway'), run: onSend },
      ]}
    >
      {answer.text === ''
        ? t('chat.composer.answeredFile', { name })
        : t('chat.composer.answered', { name, text: answer.text.slice(0, 160) })}
    </ComposerNotice>
  )
}

interface InTheWayProps {
  readonly ready: OpenedReady
  readonly obstacle: Obstacle | null
  readonly channel: Channel | null
}

function InTheWay({ ready, obstacle, channel }: InTheWayProps) {
  const { t } = useText()
  const actor = useActor()
  const isLive = useIsLive()
  const acts = useConversationActs(ready.row)
  const { row } = ready
  switch (obstacle) {
    case 'closed': {
      const mayReopen = actor !== null && isLive && can(actor, 'reopen', row)
      return (
        <ComposerNotice
          tone="info"
          acts={mayReopen ? [{ label: t('chat.header.reopen'), run: () => void acts.reopen() }] : []}
        >
          {t('chat.composer.closed')}
        </ComposerNotice>
      )
    }
    case 'blocked':
      return <ComposerNotice tone="danger">{t('chat.composer.blocked')}</ComposerNotice>
    case 'disconnected':
      return (
        <ComposerNotice tone="danger">
          {t('chat.composer.disconnected', { channel: channel?.name ?? '' })}
        </ComposerNotice>
      )
    case 'window':
      return <WindowClosed row={row} channel={channel} />
    case 'readOnly':
    case null:
      return null
  }
}

const noOperators: Parameters<typeof becomeObservers>[2] = []

/** Said before it is sent: naming somebody who does not see the conversation shows it to him. */
function NewObservers({ ready, text }: { readonly ready: OpenedReady; readonly text: string }) {
  const { t } = useText()
  const operators = useWorkspace((state) => state.company?.operators ?? noOperators)
  const observers = becomeObservers(mentionsIn(text, operators), ready.row, operators)
  if (observers.length === 0) return null
  const names = observers.map((one) => one.name).join(', ')
  return (
    <ComposerNotice tone="info">{t('chat.composer.willObserve', { count: observers.length, names })}</ComposerNotice>
  )
}
