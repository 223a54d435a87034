import { MessageCircleOff } from 'lucide-react'
import { type DragEvent, useMemo, useState } from 'react'
import { can } from '#protocol/permissions'
import { useOpened, useOpenedFeed, useReady, WhenOpened } from '../state/conversation'
import { useActor, useChannel, useIsLive, useWindow, useWorkspace } from '../state/hooks'
import { usePeople } from '../state/people'
import { useText } from '../text/i18n'
import { refusalText } from '../text/refusal'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { Viewer } from './attachments/Viewer'
import { ChatHeader } from './ChatHeader'
import { Composer } from './composer/Composer'
import { FindBar } from './FindBar'
import { createPane, PaneContext, usePane, usePaneStore } from './pane-state'
import { pressedButtons } from './stream/pressed-buttons'
import { StreamView } from './stream/StreamView'
import { StreamAroundContext } from './stream/stream-context'
import './attachments/attachments.css'
import './pane.css'

/** The conversation: who, what was said, and the place to answer. Stands below a `ConversationProvider`. */
export function ChatPane() {
  const [pane] = useState(createPane)
  return (
    <PaneContext.Provider value={pane}>
      <WhenOpened otherwise={<NotOpened />}>
        <OpenPane />
      </WhenOpened>
    </PaneContext.Provider>
  )
}

function OpenPane() {
  const { t } = useText()
  const ready = useReady()
  const actor = useActor()
  const isLive = useIsLive()
  const people = usePeople()
  const channel = useChannel(ready.row.channelId)
  const search = usePane((state) => state.search)
  const drag = useFileDrag()
  const { row, entries } = ready
  const pressed = useMemo(() => pressedButtons(entries), [entries])
  const bySeq = useMemo(() => new Map(entries.map((entry) => [entry.seq, entry])), [entries])
  const around = useMemo(
    () =>
      actor === null
        ? null
        : {
            row,
            me: actor.id,
            people,
            canReply: row.isOpen && can(actor, 'reply', row),
            isLive,
            entryAt: (seq: number) => bySeq.get(seq) ?? null,
            pressed,
            search: search === null || search.trim() === '' ? null : search,
          },
    [row, actor, people, isLive, bySeq, pressed, search],
  )
  if (actor === null) return null
  return (
    <StreamAroundContext.Provider value={around}>
      <section className="pane" aria-label={t('chat.pane', { name: row.contactName })} {...drag}>
        <ChatHeader row={row} />
        <FindBar ready={ready} />
        <StreamView ready={ready} />
        <Composer ready={ready} actor={actor} channel={channel} />
        <Viewer entries={entries} />
      </section>
    </StreamAroundContext.Provider>
  )
}

/** Files that hang over the pane, and those let go. */
function useFileDrag() {
  const pane = usePaneStore()
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  return {
    onDragOver: (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      const count = [...event.dataTransfer.items].filter((item) => item.kind === 'file').length
      if (pane.getState().dragged !== count) pane.setState({ dragged: count })
    },
    onDragLeave: (event: DragEvent) => {
      // Leaving for a child is no leaving.
      if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return
      pane.setState({ dragged: null })
    },
    onDrop: (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      pane.setState({ dragged: null, dropped: [...event.dataTransfer.files] })
    },
  }
}

function NotOpened() {
  const { t, format } = useText()
  const feed = useOpenedFeed()
  const opened = useOpened((state) => state)
  const row = useWorkspace((state) => state.rows.get(feed.id))
  if (opened.kind === 'opening') {
    return (
      <section className="pane" aria-label={t('chat.loading')} aria-busy="true">
        {row === undefined ? <div className="pane-head" /> : <ChatHeader row={row} />}
        <Bars />
      </section>
    )
  }
  if (opened.kind === 'failed' && opened.refusal.code === 'NOT_FOUND') return <NotFound />
  const isOffline = opened.kind === 'failed' && opened.refusal.code === 'NOT_CONNECTED'
  const text =
    opened.kind === 'failed' && !isOffline ? refusalText(t, format, opened.refusal) : t('chat.unavailable.offline')
  return (
    <section className="pane" aria-label={t('chat.unavailable.title')}>
      <Empty
        icon={<MessageCircleOff className="icon icon-l" aria-hidden="true" />}
        title={t(opened.kind === 'gone' ? 'chat.unavailable.goneTitle' : 'chat.unavailable.title')}
        action={
          opened.kind === 'failed' ? (
            <Button onClick={() => void feed.read()}>{t('chat.unavailable.retry')}</Button>
          ) : null
        }
      >
        {opened.kind === 'gone' ? t('chat.unavailable.gone') : text}
      </Empty>
    </section>
  )
}

/** A link or a notification led to what is not there, or not for these eyes: asking again would change nothing. */
function NotFound() {
  const { t } = useText()
  const { navigator } = useWindow()
  const isOwn = useWorkspace((state) => state.ownConversation !== null)
  return (
    <section className="pane" aria-label={t('chat.unavailable.notFound')}>
      <Empty
        icon={<MessageCircleOff className="icon icon-l" aria-hidden="true" />}
        title={t('chat.unavailable.notFound')}
        action={
          isOwn ? null : <Button onClick={() => navigator.closeConversation()}>{t('chat.unavailable.toList')}</Button>
        }
      >
        {t('chat.unavailable.notFoundText')}
      </Empty>
    </section>
  )
}

/** Grey bubbles over the place of the field, only after 150 ms and only when nothing is cached. */
function Bars() {
  return (
    <div className="pane-bars" aria-hidden="true">
      <span className="skel h-9 w-3/5" />
      <span className="skel h-9 w-2/5" />
      <span className="skel h-14 w-1/2 self-end" />
      <span className="skel h-9 w-2/5" />
      <span className="skel mt-7 h-[86px] w-full" />
    </div>
  )
}
