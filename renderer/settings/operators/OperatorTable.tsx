import type { OperatorId } from '#protocol/ids'
import type { AccountDetails } from '#protocol/operator'
import { useAccount, useHubNow, useOperator } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { OperatorAvatar } from '../../ui/OperatorAvatar'
import { Tag } from '../../ui/Tag'

interface Props {
  readonly accounts: readonly AccountDetails[]
  readonly opened: OperatorId | null
  readonly onOpen: (id: OperatorId) => void
}

export function OperatorTable({ accounts, opened, onOpen }: Props) {
  const { t } = useText()
  const sorted = accounts.toSorted((a, b) => Number(b.isActive) - Number(a.isActive) || a.name.localeCompare(b.name))
  return (
    <div className="table-wrap scroll">
      <table className="table">
        <thead>
          <tr>
            <th>{t('settings.operators.name')}</th>
            <th>{t('settings.operators.role')}</th>
            <th data-optional>{t('settings.operators.takesPart')}</th>
            <th data-optional className="text-end">
              {t('settings.operators.limit')}
            </th>
            <th>{t('settings.operators.lastSeen')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((account) => (
            <OperatorRow key={account.id} account={account} isOpen={account.id === opened} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  readonly account: AccountDetails
  readonly isOpen: boolean
  readonly onOpen: (id: OperatorId) => void
}

function OperatorRow({ account, isOpen, onOpen }: RowProps) {
  const { t } = useText()
  const me = useAccount()
  const operator = useOperator(account.id)
  const limits = { company: t('settings.operators.limitCompany'), none: t('settings.operators.limitNone') }
  const limit =
    account.limit === 'company' ? limits.company : account.limit === null ? limits.none : String(account.limit)
  return (
    <tr className={isOpen ? 'bg-accent-tint' : undefined}>
      <td className="w-full max-w-0">
        <span className="flex min-w-40 items-center gap-2.5">
          <OperatorAvatar
            id={account.id}
            name={account.name}
            size={28}
            presence={account.isActive ? operator?.presence.effective : undefined}
          />
          <span className="min-w-0">
            <button
              type="button"
              className={`flex max-w-full gap-1 font-medium hover:underline ${account.isActive ? '' : 'text-text-3'}`}
              aria-expanded={isOpen}
              onClick={() => onOpen(account.id)}
            >
              <span className="cut">{account.name}</span>
              {account.id === me?.id ? (
                <span className="flex-none font-normal text-text-3">{t('settings.operators.you')}</span>
              ) : null}
            </button>
            <span className="cut block text-small text-text-3">{account.login}</span>
          </span>
        </span>
      </td>
      <td>{t(`common.role.${account.role}`)}</td>
      <td data-optional>{account.takesPart ? t('settings.operators.yes') : t('settings.operators.no')}</td>
      <td data-optional className="text-end">
        {limit}
      </td>
      <td>
        <AccountState account={account} />
      </td>
    </tr>
  )
}

/** Invited, disabled, or when he was last here. */
function AccountState({ account }: { readonly account: AccountDetails }) {
  const { t, format } = useText()
  const now = useHubNow(60_000)
  if (!account.isActive) return <Tag>{t('settings.operators.disabled')}</Tag>
  if (!account.hasPassword && account.invitationUntil !== null) {
    if (account.invitationUntil < now) return <Tag tone="warn">{t('settings.operators.inviteExpired')}</Tag>
    return (
      <Tag tone="accent">{t('settings.operators.invited', { time: format.full(account.invitationUntil, now) })}</Tag>
    )
  }
  if (account.lastSeenAt === null) return <span className="text-text-3">{t('settings.operators.never')}</span>
  return format.moment(account.lastSeenAt, now)
}
