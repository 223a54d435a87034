import type { GroupDetails } from '#protocol/group'
import type { DistributionRules } from '#protocol/queries'
import { useText } from '../../text/i18n'
import { PageLink } from '../PageLink'
import { channelsOf } from './channels-of'

interface Props {
  readonly rules: DistributionRules
  readonly group: GroupDetails
}

/** Where its inquiries come from, with the way to change that. */
export function GroupUse({ rules, group }: Props) {
  const { t } = useText()
  const overflow = rules.settings.overflowGroupId === group.id ? [t('groups.helpsOut')] : []
  const names = [...channelsOf(rules, group.id), ...overflow]
  return (
    <p className="wrap-anywhere text-text-2">
      {names.length === 0 ? t('groups.usedByNobody') : t('groups.usedBy', { names: names.join(', ') })}{' '}
      <PageLink page="receivers">{t('groups.choose')}</PageLink>
    </p>
  )
}
