import { Check, ChevronDown, LogOut, SlidersHorizontal } from 'lucide-react'
import { type ChosenStatus, chosenStatuses } from '#protocol/operator'
import { useAct } from '../state/act'
import { useAccount, useAction, useIsLive, useOperator, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { Avatar } from '../ui/Avatar'
import { LoadBars } from '../ui/LoadBars'
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../ui/Menu'
import { PresenceDot } from '../ui/PresenceDot'
import { ownPresence } from './own-presence'
import { useSignOut } from './sign-out'
import './presence.css'

const keysOf = { online: 'mod+shift+g', busy: 'mod+shift+b', offline: 'mod+shift+y' } as const

/** My status, what each choice means for my conversations, and the way out. */
export function PresenceSwitch() {
  const { t, format } = useText()
  const { navigator } = useWindow()
  const session = useWorkspace((state) => state.session)
  const account = useAccount()
  const me = useOperator(account?.id ?? null)
  const delay = useWorkspace((state) => state.company?.settings.reassignmentDelayMs ?? 30_000)
  const isLive = useIsLive()
  const choose = useChoosePresence()
  const signOut = useSignOut()
  usePresenceActions(choose)
  useAction({ id: 'session.signOut', title: t('presence.signOut'), group: 'you', run: signOut })
  if (account === null) return null
  const shown = ownPresence(session, me?.presence ?? null)
  const texts = {
    online: t('presence.onlineText'),
    busy: t('presence.busyText', { time: format.duration(delay) }),
    offline: t('presence.offlineText', { time: format.duration(delay) }),
  }
  return (
    <Menu
      className="w-80"
      trigger={
        <button
          type="button"
          className="presence"
          data-presence={shown}
          aria-label={t('presence.yours', { presence: t(`common.presence.${shown}`) })}
        >
          <Avatar id={account.id} name={account.name} size={24} />
          <PresenceDot presence={shown} />
          <span className="max-phone:sr-only">{t(`common.presence.${shown}`)}</span>
          <ChevronDown className="icon icon-s" aria-hidden="true" />
        </button>
      }
    >
      <MenuGroup
        title={
          <span className="flex items-center gap-2.5 pt-1 pb-1.5 text-base">
            <Avatar id={account.id} name={account.name} size={32} />
            <span className="min-w-0 flex-1">
              <b className="cut block text-text-1">{account.name}</b>
              <span className="cut block text-small">{t(`common.role.${account.role}`)}</span>
            </span>
            {me === null ? null : <LoadBars load={me.load} limit={me.limit} isDecorative />}
          </span>
        }
      >
        {chosenStatuses.map((status) => (
          <MenuItem
            key={status}
            icon={
              <span className="grid h-4.5 place-items-center">
                <PresenceDot presence={status} />
              </span>
            }
            keys={keysOf[status]}
            text={texts[status]}
            isDisabled={!isLive}
            onSelect={() => choose(status)}
            end={me?.presence.chosen === status ? <Check className="icon icon-s" aria-hidden="true" /> : undefined}
          >
            {t(`common.presence.${status}`)}
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuSeparator />
      <MenuItem
        icon={<SlidersHorizontal className="icon" aria-hidden="true" />}
        onSelect={() => navigator.showSettings('view')}
      >
        {t('presence.account')}
      </MenuItem>
      <MenuItem icon={<LogOut className="icon" aria-hidden="true" />} onSelect={signOut}>
        {t('presence.signOut')}
      </MenuItem>
    </Menu>
  )
}

function useChoosePresence(): (status: ChosenStatus) => void {
  const act = useAct()
  const { t, format } = useText()
  const account = useAccount()
  const me = useOperator(account?.id ?? null)
  const delay = useWorkspace((state) => state.company?.settings.reassignmentDelayMs ?? 30_000)
  return (status) => {
    if (me?.presence.chosen === status) return
    const leaves = status !== 'online' && me?.presence.chosen === 'online' && me.load > 0
    const told = leaves ? { done: t('presence.moves', { time: format.duration(delay) }) } : {}
    const back = {
      label: t('common.undo'),
      run: () => void act({ kind: 'presence.set', status: 'online', by: 'operator' }),
    }
    void act({ kind: 'presence.set', status, by: 'operator' }, leaves ? { ...told, undo: back } : told)
  }
}

function usePresenceActions(choose: (status: ChosenStatus) => void): void {
  const { t } = useText()
  const isLive = useIsLive()
  const reason = isLive ? null : t('refusal.NOT_CONNECTED')
  const action = (status: ChosenStatus, title: string) => ({
    id: `presence.${status}`,
    title,
    group: 'you' as const,
    keys: keysOf[status],
    words: t(`common.presence.${status}`),
    reason,
    run: () => choose(status),
  })
  useAction(action('online', t('presence.goOnline')))
  useAction(action('busy', t('presence.goBusy')))
  useAction(action('offline', t('presence.goOffline')))
}
