import { Ban, CircleCheck, Ellipsis, KeyRound } from 'lucide-react'
import type { AccountDetails } from '#protocol/operator'
import { useAct } from '../../state/act'
import { useAccount, useIsLive } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { useConfirmation } from '../../ui/Confirmation'
import { IconButton } from '../../ui/IconButton'
import { Menu, MenuItem } from '../../ui/Menu'
import type { GivenLink } from './given-link'

interface Props {
  readonly account: AccountDetails
  readonly onLink: (given: GivenLink) => void
  readonly onChanged: () => void
}

/** Resetting the password, disabling and enabling: each says what follows before it happens. */
export function AccountActs({ account, onLink, onChanged }: Props) {
  const { t } = useText()
  const act = useAct()
  const confirm = useConfirmation()
  const isLive = useIsLive()
  const me = useAccount()
  const { id: operatorId, name } = account
  const reset = async () => {
    const yes = await confirm({
      title: t('settings.operators.resetTitle', { name }),
      text: t('settings.operators.resetText'),
      act: t('settings.operators.resetAct'),
      keep: t('settings.operators.resetKeep'),
    })
    if (!yes) return
    const reply = await act({ kind: 'operator.reset', operatorId })
    if (!reply.ok) return
    onChanged()
    onLink({ ...reply.value, name })
  }
  const disable = async () => {
    const yes = await confirm({
      title: t('settings.operators.disableTitle', { name }),
      text: t('settings.operators.disableText'),
      act: t('settings.operators.disableAct'),
      keep: t('settings.operators.disableKeep'),
      isDangerous: true,
    })
    if (!yes) return
    const reply = await act(
      { kind: 'operator.disable', operatorId },
      { done: t('settings.operators.disabledDone', { name }) },
    )
    if (reply.ok) onChanged()
  }
  const enable = async () => {
    const reply = await act(
      { kind: 'operator.enable', operatorId },
      { done: t('settings.operators.enabledDone', { name }) },
    )
    if (reply.ok) onChanged()
  }
  return (
    <span className="ms-auto">
      <Menu
        side="top"
        trigger={
          <IconButton
            label={t('settings.operators.more')}
            icon={<Ellipsis className="icon" aria-hidden="true" />}
            reason={isLive ? null : t('settings.needsHub')}
          />
        }
      >
        <MenuItem icon={<KeyRound className="icon" aria-hidden="true" />} onSelect={() => void reset()}>
          {t('settings.operators.reset')}
        </MenuItem>
        {account.isActive ? (
          <MenuItem
            icon={<Ban className="icon" aria-hidden="true" />}
            tone="danger"
            isDisabled={account.id === me?.id}
            onSelect={() => void disable()}
          >
            {t('settings.operators.disable')}
          </MenuItem>
        ) : (
          <MenuItem icon={<CircleCheck className="icon" aria-hidden="true" />} onSelect={() => void enable()}>
            {t('settings.operators.enable')}
          </MenuItem>
        )}
      </Menu>
    </span>
  )
}
