import type { ReactNode } from 'react'
import { useAccount, useWindow, useWorkspace } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { RadioCards } from '../../ui/RadioCards'
import { Segmented } from '../../ui/Segmented'
import { PictureField } from '../operators/PictureField'
import { SettingsScreen } from '../SettingsScreen'

/** Look, language and what sends: for this person, saved at once. */
export function ViewPage() {
  const { t } = useText()
  const { feed } = useWindow()
  const preferences = useWorkspace((state) => state.preferences)
  const account = useAccount()
  const version = useWorkspace((state) => state.version)
  const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`settings.view.${value}`) }))
  const densities = (['comfortable', 'compact'] as const).map((value) => ({
    value,
    label: t(`settings.view.${value}`),
  }))
  const languages = [
    { value: 'ru' as const, label: 'Русский' },
    { value: 'en' as const, label: 'English' },
  ]
  const ways = [
    { value: 'enter' as const, label: t('settings.view.enter'), hint: t('settings.view.enterText') },
    { value: 'ctrlEnter' as const, label: t('settings.view.ctrlEnter'), hint: t('settings.view.ctrlEnterText') },
  ]
  return (
    <div className="settings-page">
      <SettingsScreen title={t('settings.page.view')}>
        <div className="form">
          {account === null ? null : (
            <Row title={t('settings.operators.picture')}>
              <PictureField operatorId={account.id} name={account.name} />
            </Row>
          )}
          <p className="text-text-2">{t('settings.view.saves')}</p>
          <Row title={t('settings.view.theme')}>
            <Segmented
              label={t('settings.view.theme')}
              value={preferences.theme}
              options={themes}
              onChange={(theme) => feed.prefer({ theme })}
            />
          </Row>
          <Row title={t('settings.view.density')}>
            <Segmented
              label={t('settings.view.density')}
              value={preferences.density}
              options={densities}
              onChange={(density) => feed.prefer({ density })}
            />
          </Row>
          <Row title={t('settings.view.language')}>
            <Segmented
              label={t('settings.view.language')}
              value={preferences.language}
              options={languages}
              onChange={(language) => feed.prefer({ language })}
            />
          </Row>
          <Row title={t('settings.view.sendBy')}>
            <div className="w-full max-w-md">
              <RadioCards
                label={t('settings.view.sendBy')}
                value={preferences.sendBy}
                options={ways}
                onChange={(sendBy) => feed.prefer({ sendBy })}
              />
            </div>
          </Row>
          {version === '' ? null : <p className="hint">{t('settings.view.about', { version })}</p>}
        </div>
      </SettingsScreen>
    </div>
  )
}

function Row({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="form-set justify-items-start">
      <h3>{title}</h3>
      {children}
    </div>
  )
}
