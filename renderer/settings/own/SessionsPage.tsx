import { useAccount } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { askSessions, useLoaded } from '../loaded'
import { SessionList } from '../SessionList'
import { SettingsScreen, WhenLoaded } from '../SettingsScreen'
import { PasswordChange } from './PasswordChange'

export function SessionsPage() {
  const { t } = useText()
  const account = useAccount()
  const { loaded, reload } = useLoaded(askSessions)
  return (
    <div className="settings-page">
      <SettingsScreen title={t('settings.page.sessions')}>
        <div className="form">
          <div className="form-set">
            <h3>{t('settings.sessions.title')}</h3>
            <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
              {(sessions) => (
                <SessionList
                  sessions={sessions.filter((session) => session.operatorId === account?.id)}
                  onEnded={() => void reload()}
                />
              )}
            </WhenLoaded>
          </div>
          <PasswordChange onChanged={() => void reload()} />
        </div>
      </SettingsScreen>
    </div>
  )
}
