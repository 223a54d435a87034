import { useBridge } from './bridge'
import { WindowButtons } from './frame/WindowButtons'
import { MainWindow } from './MainWindow'
import { OwnWindow } from './OwnWindow'
import { SignIn } from './sign-in/SignIn'
import { useChanges, useWindow, useWorkspace } from './state/hooks'
import { useVisible } from './state/visible'
import { useText } from './text/i18n'
import { Button } from './ui/Button'
import { Empty } from './ui/Empty'
import { useToasts } from './ui/Toast'

/** What this window is: the way in, the main window, or one conversation. */
export function Workspace() {
  const bridge = useBridge()
  const { navigator } = useWindow()
  const phase = useWorkspace((state) => state.phase)
  const session = useWorkspace((state) => state.session)
  const own = useWorkspace((state) => state.ownConversation)
  useVisible()
  const { t } = useText()
  const { show } = useToasts()
  useChanges((changes) => {
    for (const change of changes) {
      if (change.kind === 'leaving') navigator.set({ leaving: change.how })
      if (change.kind !== 'show') continue
      if (change.conversationId !== null) navigator.openConversation(change.conversationId)
      else show(t('chat.unavailable.notFound'))
    }
  })
  if (phase === 'starting') return null
  if (phase === 'failed') return <StartFailed />
  const hasButtons = bridge.host === 'desktop' && bridge.platform !== 'mac'
  if (session.kind === 'signedOut') {
    return <SignIn session={session} link={linkOfPage()} bar={hasButtons ? <WindowButtons /> : undefined} />
  }
  return own === null ? <MainWindow /> : <OwnWindow conversationId={own} />
}

/** A page opened by an invitation has the code behind the number sign, where no server log sees it. */
function linkOfPage(): string | null {
  return location.hash.startsWith('#/join/') ? location.href : null
}

function StartFailed() {
  const { t } = useText()
  return (
    <main className="h-full bg-main">
      <Empty
        title={t('frame.startFailed')}
        action={
          <Button look="ink" onClick={() => location.reload()}>
            {t('frame.reload')}
          </Button>
        }
      >
        {t('frame.startFailedText')}
      </Empty>
    </main>
  )
}
