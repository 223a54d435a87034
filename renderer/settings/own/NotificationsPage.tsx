import { useState } from 'react'
import { useBridge } from '../../bridge'
import { useWindow, useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { Switch } from '../../ui/Switch'
import { SettingsScreen } from '../SettingsScreen'

export function NotificationsPage() {
  const { t } = useText()
  const bridge = useBridge()
  const { feed } = useWindow()
  const sounds = useWorkspace((state) => state.preferences.sounds)
  const showsText = useWorkspace((state) => state.preferences.notificationsShowText)
  return (
    <div className="settings-page">
      <SettingsScreen title={t('settings.page.notifications')}>
        <div className="form">
          <p className="text-text-2">{t('settings.notifications.about')}</p>
          <div className="form-set">
            <Switch
              isHead
              label={t('settings.notifications.sounds')}
              hint={t('settings.notifications.soundsText')}
              isOn={sounds}
              onChange={(isOn) => feed.prefer({ sounds: isOn })}
            />
          </div>
          <div className="form-set">
            <Switch
              isHead
              label={t('settings.notifications.showText')}
              hint={t('settings.notifications.showTextHint')}
              isOn={showsText}
              onChange={(isOn) => feed.prefer({ notificationsShowText: isOn })}
            />
          </div>
          {bridge.host === 'web' && 'Notification' in window ? <BrowserPermission /> : null}
        </div>
      </SettingsScreen>
    </div>
  )
}

/** A browser asks the person itself, and only after a click. */
function BrowserPermission() {
  const { t } = useText()
  const [permission, setPermission] = useState(Notification.permission)
  const texts = {
    granted: t('settings.notifications.browserOn'),
    default: t('settings.notifications.browserOff'),
    denied: t('settings.notifications.browserDenied'),
  }
  return (
    <div className="form-set">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h3 className="text-message">{t('settings.notifications.browser')}</h3>
          <p className="text-text-2">{texts[permission]}</p>
        </div>
        {permission === 'default' ? (
          <Button onClick={() => void Notification.requestPermission().then(setPermission)}>
            {t('settings.notifications.allow')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
