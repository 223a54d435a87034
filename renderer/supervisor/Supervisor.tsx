import { useNavigation, useWindow } from '../state/hooks'
import { supervisorPages } from '../state/navigation'
import { useText } from '../text/i18n'
import { Segmented } from '../ui/Segmented'
import { LogPage } from './log/LogPage'
import { QueuePage } from './queue/QueuePage'
import './supervisor.css'

/** What a supervisor watches during a shift: who waits, and what distribution has decided. */
export function Supervisor() {
  const { t } = useText()
  const { navigator } = useWindow()
  const page = useNavigation((state) => state.supervisorPage)
  const options = supervisorPages.map((value) => ({ value, label: t(`supervisor.page.${value}`) }))
  return (
    <div className="shift">
      <header className="shift-head">
        <h1>{t('supervisor.title')}</h1>
        <Segmented
          label={t('supervisor.pages')}
          value={page}
          options={options}
          onChange={(next) => navigator.showSupervisor(next)}
        />
      </header>
      {page === 'queue' ? <QueuePage /> : <LogPage />}
    </div>
  )
}
