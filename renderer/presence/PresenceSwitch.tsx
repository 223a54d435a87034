import { Check, ChevronDown, LogOut, SlidersHorizontal } from 'lucide-react'
import { type ChosenStatus, chosenStatuses, leavesBehind } from '#protocol/operator'
import { useAccount, useAction, useIsLive, useOperator, useWindow, useWorkspace } from '../state/hooks'
import { useText } from '../text/i18n'
import { LoadBars } from '../ui/LoadBars'
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../ui/Menu'
import { OperatorAvatar } from '../ui/OperatorAvatar'
import { PresenceDot } from '../ui/PresenceDot'
import { useChoice, useSignOut, useWhatFollows } from './leaving'
import { ownPresence } from './own-presence'
import './presence.css'

const keysOf = { online: 'mod+shift+g', busy: 'mod+shift+b', offline: 'mod+shift+y' } as const

/** My status, what each choice means for my conversations, and the way out. */
export function PresenceSwitch() {
  const { t } = useText()
  const { navigator } = useWindow()
  const session = useWorkspace((state) => state.session)
  const account = useAccount()
  const me = useOperator(account?.id ?? null)
  const follows = useWhatFollows()
  const isLive = useIsLive()
  const choose = useChoosePresence()
  const signOut = useSignOut()
  usePresenceActions(choose)
  useAction({ id: 'session.signOut', title: t('presence.signOut'), group: 'you', run: signOut })
  if (account === null) return null
  const shown = ownPresence(session, me?.presence ?? null)
  const texts = {
    online: t('presence.onlineText'),
    busy: t('presence.busyText', { follows }),
    offline: t('presence.offlineText', { follows }),
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
          <OperatorAvatar id={account.id} name={account.name} size={24} />
          <PresenceDot presence={shown} />
          <span className="max-phone:sr-only">{t(`common.presence.${shown}`)}</span>
          <ChevronDown className="icon icon-s" aria-hidden="true" />
        </button>
      }
    >
      <MenuGroup
        title={
          <span className="flex items-center gap-2.5 pt-1 pb-1.5 text-base">
            <OperatorAvatar id={account.id} name={account.name} size={32} />
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

/** Whoever leaves conversations behind is first offered to hand them over. */
function useChoosePresence(): (status: ChosenStatus) => void {
  const { navigator } = useWindow()
  const account = useAccount()
  const me = useOperator(account?.id ?? null)
  const choose = useChoice()
  return (status) => {
    const isMyOwnWord = me?.presence.chosen === status && me.presence.cause !== 'idle'
    if (isMyOwnWord) return
    if (me !== null && status !== 'online' && leavesBehind(me, status)) navigator.set({ leaving: status })
    else choose(status, null)
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
