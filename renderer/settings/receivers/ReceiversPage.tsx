import { useState } from 'react'
import type { ChannelId } from '#protocol/ids'
import { useNavigation, useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { PreviewSheet } from '../hours/PreviewSheet'
import { askDistribution, useLoaded } from '../loaded'
import { SettingsScreen, WhenLoaded } from '../SettingsScreen'
import { ReceiverSheet } from './ReceiverSheet'
import { ReceiverTable } from './ReceiverTable'

/** Channel by channel who gets its inquiries; beside it the form of one, or who answers at a moment. */
export function ReceiversPage() {
  const { t } = useText()
  const { navigator } = useWindow()
  const { loaded, reload } = useLoaded(askDistribution)
  const asked = useNavigation((state) => state.settingsChannelId)
  const [open, setOpen] = useState<ChannelId | 'preview' | null>(asked)
  const [savings, setSavings] = useState(0)
  const show = (next: ChannelId | 'preview') => navigator.leave(() => setOpen(next === open ? null : next))
  const rules = loaded.kind === 'ready' ? loaded.value : null
  const channel = rules?.channels.find(({ id }) => id === open) ?? null
  const isPreviewing = open === 'preview'
  const saved = () => {
    setSavings(savings + 1)
    void reload().then(() => setOpen(null))
  }
  return (
    <div className="settings-page" data-sheet={isPreviewing || channel !== null ? '' : undefined}>
      <SettingsScreen
        title={t('settings.page.receivers')}
        action={
          <Button aria-expanded={isPreviewing} onClick={() => show('preview')}>
            {t('hours.preview.title')}
          </Button>
        }
      >
        <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
          {(value) => <ReceiverTable rules={value} opened={channel?.id ?? null} onOpen={show} savings={savings} />}
        </WhenLoaded>
      </SettingsScreen>
      {isPreviewing ? <PreviewSheet savings={savings} onClose={() => setOpen(null)} /> : null}
      {rules === null || channel === null ? null : (
        <ReceiverSheet key={channel.id} rules={rules} channel={channel} onClose={() => setOpen(null)} onSaved={saved} />
      )}
    </div>
  )
}
