import type { ConversationId } from '#protocol/ids'
import { ChatPane } from './chat/ChatPane'
import { ContactPanel } from './contact/ContactPanel'
import { ColumnEdge } from './frame/ColumnEdge'
import { ConversationProvider } from './state/conversation'
import { useWindow, useWorkspace } from './state/hooks'
import { usePanel } from './state/panel'
import { useText } from './text/i18n'
import { Sheet } from './ui/Sheet'
import './conversation-screen.css'

/** A conversation with its panel: in the main window beside the list, in its own window alone. */
export function ConversationScreen({ conversationId }: { readonly conversationId: ConversationId }) {
  const panel = usePanel()
  const { t } = useText()
  const { feed } = useWindow()
  const width = useWorkspace((state) => state.preferences.panelWidth)
  return (
    <ConversationProvider conversationId={conversationId}>
      <div className="conversation-screen">
        <ChatPane key={conversationId} />
        {panel.isOpen && !panel.isOver ? (
          <div className="conversation-panel">
            <ContactPanel />
            <ColumnEdge
              label={t('frame.resizePanel')}
              side="start"
              width={width}
              onChange={(panelWidth) => feed.prefer({ panelWidth })}
            />
          </div>
        ) : null}
      </div>
      <Sheet isOpen={panel.isOpen && panel.isOver} onClose={panel.toggle} title={t('contact.panel')}>
        <ContactPanel />
      </Sheet>
    </ConversationProvider>
  )
}
