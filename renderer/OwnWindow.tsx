import { useEffect } from 'react'
import type { ConversationId } from '#protocol/ids'
import { useBridge } from './bridge'
import { ConversationScreen } from './ConversationScreen'
import { CacheBand } from './frame/CacheBand'
import { LinkBand } from './frame/LinkBand'
import { WindowButtons } from './frame/WindowButtons'
import { useWindowActions } from './frame/window-actions'
import { KeysDialog } from './palette/KeysDialog'
import { Palette } from './palette/Palette'
import { useWindow, useWorkspace } from './state/hooks'
import './frame/frame.css'
import './frame/narrow.css'

/** A conversation in a window of its own: no sections, no list. */
export function OwnWindow({ conversationId }: { readonly conversationId: ConversationId }) {
  const bridge = useBridge()
  const { feed, navigator } = useWindow()
  const name = useWorkspace((state) => state.rows.get(conversationId)?.contactName ?? '')
  useWindowActions()
  useEffect(() => {
    navigator.set({ conversationId })
    // The names of sections and people come with the first page; this window shows no list of its own.
    void feed.show('mine')
  }, [navigator, feed, conversationId])
  const isDesktop = bridge.host === 'desktop'
  const hasButtons = isDesktop && bridge.platform !== 'mac'
  return (
    <div className="app-own" data-host={bridge.host}>
      {isDesktop ? (
        <header className="titlebar-own">
          <span className="cut">{name}</span>
          {hasButtons ? <WindowButtons /> : null}
        </header>
      ) : null}
      <main className="desk">
        <div className="row-start-1">
          <LinkBand />
          <CacheBand />
        </div>
        <div className="row-start-2 min-h-0 min-w-0">
          <ConversationScreen conversationId={conversationId} />
        </div>
      </main>
      <Palette />
      <KeysDialog />
    </div>
  )
}
