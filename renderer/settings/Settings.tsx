import type { ReactNode } from 'react'
import { useActor, useNavigation, useWindow, useWorkspace } from '../state/hooks'
import type { SettingsPage } from '../state/navigation'
import { useText } from '../text/i18n'
import { ChannelsPage } from './channels/ChannelsPage'
import { TemplatesPage } from './channels/templates/TemplatesPage'
import { CompanyPage } from './company/CompanyPage'
import { DistributionPage } from './distribution/DistributionPage'
import { GroupsPage } from './groups/GroupsPage'
import { HoursPage } from './hours/HoursPage'
import { OperatorsPage } from './operators/OperatorsPage'
import { NotificationsPage } from './own/NotificationsPage'
import { SessionsPage } from './own/SessionsPage'
import { ViewPage } from './own/ViewPage'
import { companyPages, distributionPages, ownPages } from './pages'
import { ReceiversPage } from './receivers/ReceiversPage'
import './settings.css'

const screens: Record<SettingsPage, () => ReactNode> = {
  channels: ChannelsPage,
  operators: OperatorsPage,
  company: CompanyPage,
  distribution: DistributionPage,
  groups: GroupsPage,
  receivers: ReceiversPage,
  hours: HoursPage,
  templates: TemplatesPage,
  view: ViewPage,
  notifications: NotificationsPage,
  sessions: SessionsPage,
}

/** The company's settings for those who may change them, one's own for everybody. */
export function Settings() {
  const { t } = useText()
  const { navigator } = useWindow()
  const actor = useActor()
  const asked = useNavigation((state) => state.settingsPage)
  const channels = useWorkspace((state) => state.company?.channels.length ?? 0)
  const company = companyPages(actor)
  const distribution = distributionPages(actor)
  const pages = [...company, ...distribution, ...ownPages]
  const page = pages.includes(asked) ? asked : (distribution[0] ?? pages[0] ?? 'view')
  const Screen = screens[page]
  const link = (one: SettingsPage) => (
    <button
      key={one}
      type="button"
      className="settings-link"
      aria-current={one === page ? 'page' : undefined}
      onClick={() => navigator.showSettings(one)}
    >
      {t(`settings.page.${one}`)}
      {one === 'channels' ? <span className="text-text-3">{channels}</span> : null}
    </button>
  )
  return (
    <div className="settings">
      <nav className="settings-nav scroll" aria-label={t('settings.title')} data-column="list">
        <h1>{t('settings.title')}</h1>
        {company.map(link)}
        {distribution.length === 0 ? null : <h2>{t('settings.distributionPages')}</h2>}
        {distribution.map(link)}
        <h2>{t('settings.own')}</h2>
        {ownPages.map(link)}
        <button type="button" className="settings-link" onClick={() => navigator.set({ areKeysOpen: true })}>
          {t('settings.keys')}
        </button>
      </nav>
      <Screen key={page} />
    </div>
  )
}
