import { useState } from 'react'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { askDistribution, useLoaded } from '../loaded'
import { SettingsScreen, WhenLoaded } from '../SettingsScreen'
import { HoursEditor } from './HoursEditor'
import { PreviewSheet } from './PreviewSheet'

/** When the company works, and beside it who answers at a moment. */
export function HoursPage() {
  const { t } = useText()
  const { loaded, reload } = useLoaded(askDistribution)
  const [isPreviewing, setPreviewing] = useState(false)
  const [savings, setSavings] = useState(0)
  const title = t('settings.page.hours')
  return (
    <div className="settings-page" data-sheet={isPreviewing ? '' : undefined}>
      {loaded.kind === 'ready' ? (
        <HoursEditor
          rules={loaded.value}
          action={
            <Button aria-expanded={isPreviewing} onClick={() => setPreviewing(!isPreviewing)}>
              {t('hours.preview.title')}
            </Button>
          }
          onSaved={() => setSavings(savings + 1)}
        />
      ) : (
        <SettingsScreen title={title}>
          <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
            {() => null}
          </WhenLoaded>
        </SettingsScreen>
      )}
      {isPreviewing ? <PreviewSheet savings={savings} onClose={() => setPreviewing(false)} /> : null}
    </div>
  )
}
