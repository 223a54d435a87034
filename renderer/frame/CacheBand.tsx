import { DatabaseZap } from 'lucide-react'
import { useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'

/** Across the desk while nothing is kept on this device: what that means for whoever relies on it. */
export function CacheBand() {
  const isWithoutCache = useWorkspace((state) => state.isWithoutCache && state.company !== null)
  const { t } = useText()
  if (!isWithoutCache) return null
  return (
    <div className="banner" role="status">
      <DatabaseZap className="icon" aria-hidden="true" />
      <span>
        <b>{t('frame.withoutCache')}</b> {t('frame.withoutCacheText')}
      </span>
    </div>
  )
}
