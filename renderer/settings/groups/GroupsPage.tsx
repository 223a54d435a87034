import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { GroupId } from '#protocol/ids'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { Button } from '../../ui/Button'
import { askDistribution, useLoaded } from '../loaded'
import { SettingsScreen, WhenLoaded } from '../SettingsScreen'
import { GroupSheet } from './GroupSheet'
import { GroupTable } from './GroupTable'
import './groups.css'

/** Groups of operators: a table, and a sheet for making and changing. */
export function GroupsPage() {
  const { t } = useText()
  const { navigator } = useWindow()
  const { loaded, reload } = useLoaded(askDistribution)
  const [open, setOpen] = useState<GroupId | 'new' | null>(null)
  const show = (next: GroupId | 'new') => navigator.leave(() => setOpen(next))
  const rules = loaded.kind === 'ready' ? loaded.value : null
  const group = rules?.groups.find(({ id }) => id === open) ?? null
  const isSheetOpen = rules !== null && (open === 'new' || group !== null)
  return (
    <div className="settings-page" data-sheet={isSheetOpen ? '' : undefined}>
      <SettingsScreen
        title={t('settings.page.groups')}
        action={
          <Button icon={<Plus className="icon" aria-hidden="true" />} onClick={() => show('new')}>
            {t('groups.add')}
          </Button>
        }
      >
        <WhenLoaded loaded={loaded} onRetry={() => void reload()}>
          {(value) => <GroupTable rules={value} opened={group?.id ?? null} onOpen={show} />}
        </WhenLoaded>
      </SettingsScreen>
      {isSheetOpen ? (
        <GroupSheet
          key={group?.id ?? 'new'}
          rules={rules}
          group={group}
          onClose={() => setOpen(null)}
          onSaved={() => void reload().then(() => setOpen(null))}
        />
      ) : null}
    </div>
  )
}
