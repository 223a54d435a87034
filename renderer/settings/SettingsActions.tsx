import { useAction, useActor, useWindow } from '../state/hooks'
import type { SettingsPage } from '../state/navigation'
import { useText } from '../text/i18n'
import { companyPages, distributionPages, ownPages } from './pages'

/** Every page of the settings is found in the palette, from anywhere. */
export function SettingsActions() {
  const actor = useActor()
  return [...companyPages(actor), ...distributionPages(actor), ...ownPages].map((page) => (
    <PageAction key={page} page={page} />
  ))
}

function PageAction({ page }: { readonly page: SettingsPage }) {
  const { t } = useText()
  const { navigator } = useWindow()
  const title = `${t('settings.title')}: ${t(`settings.page.${page}`)}`
  useAction({ id: `settings.${page}`, title, group: 'go', run: () => navigator.showSettings(page) })
  return null
}
