import { CircleCheck, Inbox, ListOrdered, type LucideIcon, Settings, User, Users } from 'lucide-react'
import { useMemo } from 'react'
import { type Section, sections } from '#protocol/conversation'
import { mayManage } from '#protocol/permissions'
import { useActor, useHubNow, useNavigation, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { heatOf } from '../ui/heat'
import { Tooltip } from '../ui/Tooltip'
import { longestWaiting } from './longest-waiting'
import { OnShift } from './OnShift'

const icons: Record<Section, LucideIcon> = { mine: User, unassigned: Inbox, others: Users, closed: CircleCheck }

/** The four lists with their counts and longest waits, who is on shift, and the way to the settings. */
export function Sections() {
  const { t } = useText()
  const { navigator } = useWindow()
  const isInSettings = useNavigation((state) => state.screen === 'settings')
  const page = useNavigation((state) => state.settingsPage)
  return (
    <nav className="side" aria-label={t('frame.sections')} data-column="sections">
      <div className="side-sections">
        {sections.map((section, place) => (
          <SectionItem key={section} section={section} keys={`mod+${place + 1}`} />
        ))}
      </div>
      <OnShift />
      <div className="side-foot">
        <ShiftItem />
        <Tooltip text={t('frame.settings')} keys="mod+comma" side="right">
          <button
            type="button"
            className="side-item"
            aria-label={t('frame.settings')}
            aria-current={isInSettings ? 'page' : undefined}
            onClick={() => navigator.showSettings(page)}
          >
            <Settings className="icon" aria-hidden="true" />
            <span className="side-words cut">{t('frame.settings')}</span>
          </button>
        </Tooltip>
      </div>
    </nav>
  )
}

/** The queue and the log of distribution, for those who supervise. */
function ShiftItem() {
  const { t } = useText()
  const { navigator } = useWindow()
  const actor = useActor()
  const isCurrent = useNavigation((state) => state.screen === 'supervisor')
  const page = useNavigation((state) => state.supervisorPage)
  if (actor === null || !mayManage(actor, 'seeSupervisor')) return null
  return (
    <Tooltip text={t('supervisor.title')} side="right">
      <button
        type="button"
        className="side-item"
        aria-label={t('supervisor.title')}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={() => navigator.showSupervisor(page)}
      >
        <ListOrdered className="icon" aria-hidden="true" />
        <span className="side-words cut">{t('supervisor.title')}</span>
      </button>
    </Tooltip>
  )
}

function SectionItem({ section, keys }: { readonly section: Section; readonly keys: string }) {
  const { t, format } = useText()
  const { navigator } = useWindow()
  const isCurrent = useNavigation((state) => state.screen === 'inbox' && state.section === section)
  const count = useWorkspace((state) => state.company?.counts[section] ?? 0)
  const { waitedMs, name } = useLongest(section)
  const target = useWorkspace((state) => state.company?.settings.firstResponseTargetMs ?? null)
  const heat = waitedMs === null ? null : heatOf(waitedMs, target)
  const title = t(`common.section.${section}`)
  const time = waitedMs === null ? '' : format.duration(waitedMs)
  const wait = waitedMs === null ? null : t('frame.longest', { time })
  const tip = waitedMs === null ? title : `${title}. ${name === null ? wait : t('frame.longestOf', { name, time })}`
  const Icon = icons[section]
  const shownCount = section === 'closed' ? null : count
  return (
    <Tooltip text={tip} keys={keys} side="right">
      <button
        type="button"
        className="side-item"
        data-waits={waitedMs === null ? undefined : ''}
        aria-current={isCurrent ? 'page' : undefined}
        aria-label={[title, shownCount, wait].filter((part) => part !== null).join(', ')}
        onClick={() => navigator.showSection(section)}
      >
        <Icon className="icon" aria-hidden="true" />
        <span className="side-words cut">
          {title}
          {wait === null ? null : (
            <span className="side-wait cut" data-heat={heat?.step}>
              {wait}
            </span>
          )}
        </span>
        {shownCount === null ? null : (
          <span className="side-count" data-heat={heat?.step}>
            {format.count(shownCount)}
          </span>
        )}
      </button>
    </Tooltip>
  )
}

/** Shown by the minute; the first minute is nobody's alarm. */
function useLongest(section: Section): { readonly waitedMs: number | null; readonly name: string | null } {
  const company = useWorkspace((state) => state.company)
  const rows = useWorkspace((state) => state.order[section])
  const now = useHubNow(5000)
  const longest = useMemo(
    () => (company === null ? null : longestWaiting(section, rows, company.counts)),
    [section, rows, company],
  )
  if (longest === null || now - longest.since < 60_000) return { waitedMs: null, name: null }
  return { waitedMs: now - longest.since, name: longest.name }
}
