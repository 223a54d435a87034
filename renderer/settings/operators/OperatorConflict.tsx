import { useText } from '../../text/i18n'
import { ConflictNotice } from '../ConflictNotice'
import type { OperatorFields } from './operator-form'

interface Props {
  readonly mine: OperatorFields
  readonly theirs: OperatorFields
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
}

/** Another administrator saved this account meanwhile. */
export function OperatorConflict({ mine, theirs, onKeepMine, onTakeTheirs }: Props) {
  const { t } = useText()
  const said = (isOn: boolean) => (isOn ? t('settings.distribution.on') : t('settings.distribution.offWord'))
  const limitOf = ({ limitKind, limit }: OperatorFields) => {
    if (limitKind === 'own') return limit
    return limitKind === 'company' ? t('settings.operators.limitCompany') : t('settings.operators.limitNone')
  }
  const both = (key: string, name: string, read: (fields: OperatorFields) => string) => ({
    ...{ key, name, mine: read(mine), theirs: read(theirs) },
  })
  const rows = [
    both('name', t('settings.operators.name'), (fields) => fields.name),
    both('login', t('settings.operators.login'), (fields) => fields.login),
    both('role', t('settings.operators.role'), (fields) => t(`common.role.${fields.role}`)),
    both('canSupervise', t('settings.operators.supervise'), (fields) => said(fields.canSupervise)),
    both('mayExceedLimit', t('settings.operators.exceed'), (fields) => said(fields.mayExceedLimit)),
    both('takesPart', t('settings.operators.takesPartLabel'), (fields) => said(fields.takesPart)),
    both('limit', t('settings.operators.limitLabel'), limitOf),
  ].filter((row) => row.mine !== row.theirs)
  return <ConflictNotice rows={rows} onKeepMine={onKeepMine} onTakeTheirs={onTakeTheirs} />
}
