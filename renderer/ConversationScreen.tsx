import { Dialog } from '@base-ui/react/dialog'
import type { ConversationId } from '#protocol/ids'
import { ChatPane } from './chat/ChatPane'
import { ContactPanel } from './contact/ContactPanel'
import { ConversationProvider } from './state/conversation'
import { usePanel } from './state/panel'
import './conversation-screen.css'

/** A conversation with its panel: in the main window beside the list, in its own window alone. */
export function ConversationScreen({ conversationId }: { readonly conversationId: ConversationId }) {
  const panel = usePanel()
  return (
    <ConversationProvider conversationId={conversationId}>
      <div className="conversation-screen">
        <ChatPane key={conversationId} />
        {panel.isOpen && !panel.isOver ? (
          <div className="conversation-panel">
            <ContactPanel />
          </div>
        ) : null}
      </div>
      <Dialog.Root open={panel.isOpen && panel.isOver} onOpenChange={(open) => (open ? undefined : panel.toggle())}>
        <Dialog.Portal>
          <Dialog.Backdrop className="scrim" />
          <Dialog.Popup className="sheet-over conversation-sheet">
            <ContactPanel />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </ConversationProvider>
  )
}
