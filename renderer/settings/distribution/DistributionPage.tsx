import { useText } from '../../text/i18n'
import { askDistribution, useLoaded } from '../loaded'
import { SettingsScreen, WhenLoaded } from '../SettingsScreen'
import { DistributionEditor } from './DistributionEditor'

/** Rules of distribution: on or off, limit, reassignment, waiting, presence. Saved whole. */
export function DistributionPage() {
  const { t } = useText()
  const { loaded, reload } = useLoaded(askDistribution)
  return (
    <div className="settings-page">
      {loaded.kind === 'ready' ? (
        <DistributionEditor rules={loaded.value} />
      ) : (
        <SettingsScreen title={t('settings.page.distribution')}>
          <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
            {() => null}
          </WhenLoaded>
        </SettingsScreen>
      )}
    </div>
  )
}
