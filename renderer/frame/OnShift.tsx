import { useMemo } from 'react'
import type { Operator } from '#protocol/operator'
import { mayManage } from '#protocol/permissions'
import { useAct } from '../state/act'
import { useActor, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { LoadBars } from '../ui/LoadBars'
import { Menu, MenuGroup, MenuItem } from '../ui/Menu'
import { OperatorAvatar } from '../ui/OperatorAvatar'
import { PresenceDot } from '../ui/PresenceDot'
import { Tooltip } from '../ui/Tooltip'

const order: Record<Operator['presence']['effective'], number> = { online: 0, busy: 1, lost: 2, offline: 3 }

/** Colleagues who are here, by presence, with their load. Without a link to the hub: as it was then. */
export function OnShift() {
  const { t, format } = useText()
  const company = useWorkspace((state) => state.company)
  const session = useWorkspace((state) => state.session)
  const people = useMemo(() => {
    const here = (company?.operators ?? []).filter((one) => one.isActive && one.presence.effective !== 'offline')
    const colleagues = here.filter((one) => one.id !== company?.account.id)
    const shown = colleagues.length === 0 ? here : colleagues
    return shown.toSorted((a, b) => order[a.presence.effective] - order[b.presence.effective] || compareNames(a, b))
  }, [company])
  const isPast = session.kind === 'notConnected' || session.kind === 'replaced'
  const since = session.kind === 'notConnected' ? format.clock(session.since) : null
  return (
    <div className="side-people scroll">
      <div className="side-head">
        <span>{people.length === 0 ? t('frame.nobodyOnShift') : t('frame.onShift')}</span>
        <span>{since === null ? people.length || '' : t('frame.onShiftAt', { time: since })}</span>
      </div>
      {people.map((operator) => (
        <Person key={operator.id} operator={operator} isPast={isPast} isMe={operator.id === company?.account.id} />
      ))}
    </div>
  )
}

const compareNames = (a: Operator, b: Operator) => a.name.localeCompare(b.name)

interface PersonProps {
  readonly operator: Operator
  readonly isPast: boolean
  readonly isMe: boolean
}

function Person({ operator, isPast, isMe }: PersonProps) {
  const { t } = useText()
  const actor = useActor()
  const act = useAct()
  const { name, load, limit, presence } = operator
  const shown = isPast ? 'offline' : presence.effective
  const loadText = limit === null ? t('common.loadOnly', { load }) : t('common.loadOf', { load, limit })
  const presenceText = t(`common.presence.${presence.effective}`)
  const label = isPast
    ? t('frame.personAt', { name })
    : t('frame.person', { name, presence: presenceText, load: loadText })
  const inside = (
    <>
      <PresenceDot presence={shown} />
      <OperatorAvatar id={operator.id} name={name} size={24} presence={shown} />
      <span className="side-words cut">{name}</span>
      <span className="person-load">
        {isMe ? <b>{t('common.you')}</b> : isPast ? null : <LoadBars load={load} limit={limit} isDecorative />}
      </span>
    </>
  )
  if (isPast || isMe || actor === null || !mayManage(actor, 'forcePresence')) {
    return (
      <Tooltip text={label} side="right">
        <div className="person">{inside}</div>
      </Tooltip>
    )
  }
  const force = (status: 'busy' | 'offline') => void act({ kind: 'presence.force', operatorId: operator.id, status })
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="person" aria-label={label}>
          {inside}
        </button>
      }
    >
      <MenuGroup title={label}>
        <MenuItem icon={<PresenceDot presence="busy" />} onSelect={() => force('busy')}>
          {t('frame.forceBusy')}
        </MenuItem>
        <MenuItem icon={<PresenceDot presence="offline" />} onSelect={() => force('offline')}>
          {t('frame.forceOffline')}
        </MenuItem>
      </MenuGroup>
    </Menu>
  )
}
