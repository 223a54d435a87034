import { useText } from '../../text/i18n'
import { askDistribution, useLoaded } from '../loaded'
import { SettingsScreen, WhenLoaded } from '../SettingsScreen'
import { DistributionEditor } from './DistributionEditor'

/** Who gets a conversation: on or off, order, limit, reassignment, targets. Saved whole. */
export function DistributionPage() {
  const { t } = useText()
  const { loaded, reload } = useLoaded(askDistribution)
  return (
    <div className="settings-page">
      {loaded.kind === 'ready' ? (
        <DistributionEditor version={loaded.value.version} settings={loaded.value.settings} />
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
