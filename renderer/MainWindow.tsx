import { type CSSProperties, lazy, Suspense } from 'react'
import { mayManage } from '#protocol/permissions'
import { useBridge } from './bridge'
import { ConversationScreen } from './ConversationScreen'
import { Announcer } from './frame/Announcer'
import { CacheBand } from './frame/CacheBand'
import { ColumnEdge } from './frame/ColumnEdge'
import { FirstRun } from './frame/FirstRun'
import { LinkBand } from './frame/LinkBand'
import { Notices } from './frame/Notices'
import { ScreenBoundary } from './frame/ScreenBoundary'
import { Sections } from './frame/Sections'
import { TitleBar } from './frame/TitleBar'
import { useWindowActions } from './frame/window-actions'
import { Inbox } from './inbox/Inbox'
import { useSectionActions } from './inbox/list-actions'
import { KeysDialog } from './palette/KeysDialog'
import { Palette } from './palette/Palette'
import { AwayBanner } from './presence/AwayBanner'
import { Handover } from './presence/handover/Handover'
import { OfflineBanner } from './presence/OfflineBanner'
import { PresenceSwitch } from './presence/PresenceSwitch'
import { SettingsActions } from './settings/SettingsActions'
import { useActor, useNavigation, useWindow, useWorkspace } from './state/hooks'
import { SupervisorActions } from './supervisor/SupervisorActions'
import { useText } from './text/i18n'
import { Empty } from './ui/Empty'
import './frame/frame.css'
import './frame/sections.css'
import './frame/narrow.css'

/** Forms and tables most operators never open: fetched when they do. */
const Settings = lazy(() => import('./settings/Settings').then((module) => ({ default: module.Settings })))
const Supervisor = lazy(() => import('./supervisor/Supervisor').then((module) => ({ default: module.Supervisor })))

/** The frame with its columns. Features meet here and nowhere else. */
export function MainWindow() {
  const bridge = useBridge()
  const opened = useNavigation((state) => state.conversationId)
  const screen = useNavigation((state) => state.screen)
  useWindowActions()
  useSectionActions()
  const column = screen === 'inbox' && opened === null ? 'list' : 'stream'
  const buttons = bridge.host === 'desktop' && bridge.platform === 'mac' ? 'left' : 'right'
  return (
    <div className="app" data-column={screen === 'inbox' ? column : 'none'} data-buttons={buttons}>
      <TitleBar>
        <Notices />
        <PresenceSwitch />
      </TitleBar>
      <Sections />
      <main className="desk">
        <div className="row-start-1">
          <LinkBand />
          <CacheBand />
          <OfflineBanner />
          <AwayBanner />
        </div>
        <ScreenBoundary key={screen}>
          <Suspense>
            {screen === 'settings' ? <Settings /> : screen === 'supervisor' ? <Supervisor /> : <Columns />}
          </Suspense>
        </ScreenBoundary>
      </main>
      <Handover />
      <Announcer />
      <SettingsActions />
      <SupervisorActions />
      <Palette />
      <KeysDialog />
    </div>
  )
}

/** List and stream (with its panel): widths are the operator's own, kept with his preferences. */
function Columns() {
  const { t } = useText()
  const { feed } = useWindow()
  const opened = useNavigation((state) => state.conversationId)
  const listWidth = useWorkspace((state) => state.preferences.listWidth)
  const panelWidth = useWorkspace((state) => state.preferences.panelWidth)
  const widths: Record<string, string> = {}
  if (listWidth !== null) widths['--list'] = `${listWidth}px`
  if (panelWidth !== null) widths['--panel'] = `${panelWidth}px`
  return (
    <div className="desk-columns" style={widths as CSSProperties}>
      <div className="column list-column">
        <Inbox />
        <ColumnEdge
          label={t('frame.resizeList')}
          side="end"
          width={listWidth}
          onChange={(width) => feed.prefer({ listWidth: width })}
        />
      </div>
      <section className="column column-stream" data-column="stream" aria-label={t('frame.streamColumn')} tabIndex={-1}>
        {/* On a phone the list with its heading is not on the page beside the stream. */}
        <h1 className="sr-only phone:hidden">{t('frame.streamColumn')}</h1>
        {opened === null ? (
          <NothingOpen />
        ) : (
          <ScreenBoundary key={opened}>
            <ConversationScreen conversationId={opened} />
          </ScreenBoundary>
        )}
      </section>
    </div>
  )
}

/** Beside the list while no conversation is open; in a company without channels, what to do first. */
function NothingOpen() {
  const { t } = useText()
  const actor = useActor()
  const hasChannels = useWorkspace((state) => (state.company?.channels.length ?? 0) > 0)
  if (!hasChannels && actor !== null && mayManage(actor, 'manageChannels')) return <FirstRun />
  return <Empty title={t('frame.noConversation')}>{t('frame.noConversationText')}</Empty>
}
