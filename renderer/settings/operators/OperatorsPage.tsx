import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { OperatorId } from '#protocol/ids'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { askAccounts, useLoaded } from '../loaded'
import { SettingsScreen, WhenLoaded } from '../SettingsScreen'
import { OperatorSheet } from './OperatorSheet'
import { OperatorTable } from './OperatorTable'

/** Everybody who can sign in: a table, and a sheet for inviting and changing. */
export function OperatorsPage() {
  const { t } = useText()
  const { navigator } = useWindow()
  const { loaded, reload } = useLoaded(askAccounts)
  const [open, setOpen] = useState<OperatorId | 'new' | null>(null)
  const show = (next: OperatorId | 'new') => navigator.leave(() => setOpen(next))
  const account = loaded.kind === 'ready' ? (loaded.value.find((one) => one.id === open) ?? null) : null
  const isSheetOpen = open === 'new' || account !== null
  return (
    <div className="settings-page" data-sheet={isSheetOpen ? '' : undefined}>
      <SettingsScreen
        title={t('settings.page.operators')}
        action={
          <Button icon={<UserPlus className="icon" aria-hidden="true" />} onClick={() => show('new')}>
            {t('settings.operators.invite')}
          </Button>
        }
      >
        <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
          {(accounts) => <OperatorTable accounts={accounts} opened={account?.id ?? null} onOpen={show} />}
        </WhenLoaded>
      </SettingsScreen>
      {isSheetOpen ? (
        <OperatorSheet
          key={account?.id ?? 'new'}
          account={account}
          onClose={() => setOpen(null)}
          onChanged={() => void reload()}
        />
      ) : null}
    </div>
  )
}
